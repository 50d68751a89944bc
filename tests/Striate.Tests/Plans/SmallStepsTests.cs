using Striate.Kernels.Threading;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

/// <summary>Sharing work costs more than little work itself.</summary>
public class SmallStepsTests
{
    // A pool of a size that no other test uses: its count moves here only.
    private const int Threads = 7;

    [Fact]
    public void SmallStepsRunOnOneThread()
    {
        var network = Network.Sequential(Shape.Of(8, 8, 2), new Convolution(4, 3), new Relu(), new MaxPooling(2), new Flatten(), new Dense(10));
        var plan = network.CompileInference(1, new PlanOptions { Threads = Threads });
        // Weights are packed in the first run.
        plan.Run();
        var before = WorkerPool.Of(Threads).SharedGrids;
        plan.Run();
        Assert.Equal(0, WorkerPool.Of(Threads).SharedGrids - before);

        // 32 × 32 × 9 × 16 × 16 multiply–accumulates are worth sharing.
        var large = Network.Sequential(Shape.Of(32, 32, 16), new Convolution(16, 3)).CompileInference(1, new PlanOptions { Threads = Threads });
        large.Run();
        before = WorkerPool.Of(Threads).SharedGrids;
        large.Run();
        Assert.True(WorkerPool.Of(Threads).SharedGrids > before);
    }
}
