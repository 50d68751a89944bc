namespace Striate.Data.Pictures;

/// <summary>A rectangle of a picture, in pixels.</summary>
/// <param name="Top">The first row.</param>
/// <param name="Left">The first column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PictureBox(int Top, int Left, int Height, int Width)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height} at row {Top}, column {Left}";

    internal void Check(Picture picture)
    {
        if (Top < 0 || Left < 0 || Height < 1 || Width < 1 || Top > picture.Height - Height || Left > picture.Width - Width)
            throw new ArgumentException($"A rectangle of {this} does not lie in a picture of {picture.Width}×{picture.Height}.");
    }
}
