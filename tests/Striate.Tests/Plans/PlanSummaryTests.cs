using System.Globalization;
using Striate.Insight;
using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

/// <summary>What <c>summary --plan</c> says of kernels: the chosen one, those that came after it, and what the model expects of each.</summary>
public class PlanSummaryTests
{
    [Fact]
    public void TheChosenKernelAndTheOthersWithTheirCosts()
    {
        var axis = new WindowAxis(8, 3);
        var shape = new ConvolutionShape(2, 4, 5, 1, WindowAxis.Unit, axis, axis);
        var plan = Network.Sequential(Shape.Of(8, 8, 4), new Convolution(5, 3) { Name = "conv" }).CompileTraining(2, new PlanOptions { Threads = 1 });
        var (forward, weights) = (ConvolutionKernels.Rank(ConvolutionKernels.Forward, shape), ConvolutionKernels.Rank(ConvolutionKernels.BackwardWeights, shape));
        Assert.True(forward.Count > 2, "the reference and two others at least");
        // 2 · 36 outputs · 5 · 4 · 9 products; a cycle of one core does two of a vector.
        const double Products = 2 * 36 * 5 * 4 * 9;
        var expected = $"conv  convolve   2×6×6×5  {forward[0].Kernel.Name} dw:{weights[0].Kernel.Name} +bias\n"
            + $"      forward    {Candidates(forward.Select(kernel => (kernel.Kernel.Name, kernel.Cost)))}\n"
            + $"      dw         {Candidates(weights.Select(kernel => (kernel.Kernel.Name, kernel.Cost)))}\n"
            + $"Costs are the model's kilocycles of one core; 4000 take 1 ms at 4 GHz. In brackets the share of the roof, two multiply–adds of {SimdWidth.Bits / 32} numbers a cycle.\n1 steps, ";
        Assert.StartsWith(expected, plan.Describe(), StringComparison.Ordinal);

        string Candidates(IEnumerable<(string Name, double Cost)> kernels) => string.Join(", ", kernels.Where(kernel => kernel.Name != "reference").Select(kernel =>
            string.Create(CultureInfo.InvariantCulture, $"{kernel.Name} {kernel.Cost / 2000:0} ({Products / (SimdWidth.Bits / 32) / kernel.Cost:0 %})")));
    }

    [Fact]
    public void TheFirstCandidateIsTheOneThatRuns()
    {
        foreach (var algorithms in new[] { Algorithms.Fastest, Algorithms.Direct })
        {
            foreach (var step in ModelZoo.Build("resnet20").CompileTraining(2, new PlanOptions { Threads = 1, Algorithms = algorithms }).Steps)
            {
                var chosen = step.Passes.Select(pass => (pass.Pass == "forward" ? "" : pass.Pass + ":") + pass.Candidates[0].Kernel);
                Assert.True(step.Passes.Count == 0 || step.Detail.StartsWith(string.Join(' ', chosen), StringComparison.Ordinal), step.Detail);
                foreach (var pass in step.Passes)
                {
                    Assert.Equal(pass.Candidates.OrderBy(kernel => kernel.Cycles), pass.Candidates);
                    Assert.DoesNotContain("reference", pass.Candidates.Select(kernel => kernel.Kernel));
                    if (algorithms == Algorithms.Direct) Assert.DoesNotContain(pass.Candidates, kernel => kernel.Kernel.StartsWith("winograd", StringComparison.Ordinal) || kernel.Kernel.StartsWith("fft", StringComparison.Ordinal));
                }
            }
        }
    }

    [Fact]
    public void NoCostsWithoutConvolutions() => Assert.Equal("relu  activate   1×4  relu\n1 steps, 0.00 MiB of values, 0.00 MiB of scratch, 1 threads\n",
        Network.Sequential(Shape.Of(4), new Relu { Name = "relu" }).CompileInference(1, new PlanOptions { Threads = 1 }).Describe());
}
