namespace Striate.Data.Fetching;

/// <summary>How far a file has come.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">The bytes that are there.</param>
/// <param name="IsDone">Whether it is whole and its checksum right.</param>
public readonly record struct FetchProgress(RemoteFile File, long Bytes, bool IsDone);
