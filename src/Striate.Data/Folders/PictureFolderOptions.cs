using Striate.Data.Pictures;
using Striate.Networks;

namespace Striate.Data.Folders;

/// <summary>How the pictures of folders become examples.</summary>
public sealed record PictureFolderOptions
{
    /// <summary>The size that all pictures get; null for 224×224, or whatever a network takes.</summary>
    public PictureSize? Size { get; init; }

    /// <summary>1 for grey, 3 for colours.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>How bytes become numbers, and which part of a picture is seen: 0…1 and the middle seven eighths if not set.</summary>
    public Preprocessing Preprocessing { get; init; } = Preprocessing.Bytes with { Crop = 0.875f };

    /// <summary>What becomes of files that cannot be decoded.</summary>
    public Unreadable Unreadable { get; init; }
}
