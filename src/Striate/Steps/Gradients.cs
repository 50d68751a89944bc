using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Steps;

/// <summary>What backward rules share.</summary>
internal static class Gradients
{
    /// <summary>Hands a gradient on unchanged: the rule of a sum.</summary>
    public static void Pass(ReadOnlySpan<float> gradient, Value to, GradientMode mode, WorkerPool pool)
    {
        if (mode == GradientMode.Write) gradient.CopyTo(to.Gradient);
        else if (mode == GradientMode.Accumulate) Arithmetic.Accumulate(gradient, to.Gradient, pool);
    }
}
