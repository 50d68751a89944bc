namespace Striate.Data.Pictures;

/// <summary>A rectangle of a picture, in pixels from its upper left corner; edges may lie inside pixels.</summary>
internal readonly record struct Box(double Top, double Left, double Height, double Width)
{
    /// <summary>The same place in a picture of another size.</summary>
    public Box Scaled(double vertical, double horizontal) => new(Top * vertical, Left * horizontal, Height * vertical, Width * horizontal);
}
