namespace Striate.Data.Fetching;

/// <summary>A file of a public data set.</summary>
/// <param name="Name">Its name, which stands behind the mirror's address.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Md5">Its MD5 checksum as the data's authors or torchvision publish it, 32 small hexadecimal digits.</param>
public sealed record RemoteFile(string Name, long Bytes, string Md5);
