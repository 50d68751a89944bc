namespace Striate.Kernels.Pooling;

/// <summary>The taps of one window that lie inside the input: so many along each axis, from a first pixel on.</summary>
/// <param name="First">The first input pixel in row-major order.</param>
/// <param name="Depth">Taps along the depth.</param>
/// <param name="Height">Taps along the height.</param>
/// <param name="Width">Taps along the width.</param>
/// <param name="PaddedCount">Taps on inputs and on padding; what hangs over the padding does not count.</param>
internal readonly record struct Window(int First, int Depth, int Height, int Width, int PaddedCount)
{
    /// <summary>Taps on inputs.</summary>
    public int Count => Depth * Height * Width;
}
