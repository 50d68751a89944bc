using Striate.Benchmarks.Measuring;
using Striate.Kernels.Convolution;

namespace Striate.Benchmarks.Fitting;

/// <summary>One candidate on one problem.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Kind">The pass.</param>
/// <param name="Kernel">The candidate.</param>
/// <param name="Measured">Its time in multiply–adds of a vector at the roof of the same run.</param>
internal sealed record Sample(Problem Problem, PassKind Kind, ConvolutionKernel Kernel, double Measured)
{
    /// <summary>The kernels that share constants.</summary>
    public string Family => (Kind == PassKind.WeightGradient ? "weights " : "") + Kernel.Name.TrimEnd('1', '2', '5', '6', '8').TrimEnd('x');
}
