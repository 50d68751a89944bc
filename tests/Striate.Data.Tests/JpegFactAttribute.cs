using Striate.Data.Pictures;

namespace Striate.Data.Tests;

/// <summary>A fact about JPEG; skipped, and seen to be, where libjpeg-turbo is not installed or the folder of data is missing.</summary>
internal sealed class JpegFactAttribute : FactAttribute
{
    public JpegFactAttribute(string? folder = null)
    {
        if (!TurboJpeg.IsInstalled) Skip = $"libjpeg-turbo is not installed: {TurboJpeg.Installing}.";
        else if (folder is not null) Skip = new DataFactAttribute(folder).Skip;
    }
}
