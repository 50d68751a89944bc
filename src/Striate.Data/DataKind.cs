namespace Striate.Data;

/// <summary>A kind of data, for people to choose from.</summary>
/// <param name="Pattern">How it is written, as in <c>mnist:DIR</c>.</param>
/// <param name="Needs">What has to be there, and what it means.</param>
public sealed record DataKind(string Pattern, string Needs);
