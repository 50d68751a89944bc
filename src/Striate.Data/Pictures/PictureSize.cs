namespace Striate.Data.Pictures;

/// <summary>Rows and columns of a picture, as a viewer shows it: behind any orientation its file asks for.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PictureSize(int Height, int Width)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height}";
}
