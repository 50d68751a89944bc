using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Steps;

/// <summary>What backward rules share.</summary>
internal static class Gradients
{
    /// <summary>Hands a gradient on unchanged: the rule of a sum.</summary>
    public static void Pass(Value from, Value to, GradientMode mode, WorkerPool pool)
    {
        if (mode == GradientMode.Skip) return;
        if (from.PixelStride != from.Channels || to.PixelStride != to.Channels)
            Slices.Copy(from.Gradient, from.PixelStride, to.Gradient, to.PixelStride, to.Pixels, to.Channels, mode == GradientMode.Accumulate, pool);
        else if (mode == GradientMode.Write) from.Gradient.CopyTo(to.Gradient);
        else Arithmetic.Accumulate(from.Gradient, to.Gradient, pool);
    }
}
