using Striate.Benchmarks.Measuring;
using Striate.Kernels.Convolution;

namespace Striate.Benchmarks.Kernels;

/// <summary>Every candidate of every pass of the convolutions that tables speak of.</summary>
internal static class ConvolutionCases
{
    public static IEnumerable<KernelCase> Of(PassKind kind)
    {
        foreach (var problem in Problems.Single.Concat(Problems.DenseLayers))
            foreach (var kernel in ConvolutionPass.Candidates(problem.Shape, kind)) yield return Of(problem, kind, kernel);
    }

    private static KernelCase Of(Problem problem, PassKind kind, ConvolutionKernel kernel)
    {
        var shape = problem.Shape;
        var floats = (double)shape.Batch * ((long)shape.InputPixels * shape.InputChannels + (long)shape.OutputPixels * shape.OutputChannels) + shape.WeightLength;
        return new KernelCase($"{problem.Name} {kernel.Name}", 2.0 * shape.MultiplyAccumulates, sizeof(float) * floats, pool => new ConvolutionPass(shape, kind, kernel, pool).Run);
    }
}
