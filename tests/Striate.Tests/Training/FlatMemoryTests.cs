using Striate.Plans;
using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Memory stays flat over 10,000 training steps: loader, clipping, metric and logs included. All blocks are the garbage collector's, so that what it holds after a collection is what a run holds.</summary>
[Collection("alone")]
public sealed class FlatMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("striate-memory").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TenThousandStepsHoldNoMoreThanOneThousand()
    {
        var (early, late) = (0L, 0L);
        var options = new TrainingOptions
        {
            LogFolder = _folder,
            ClipNorm = 1,
            // Workers that wait for each other on a busy machine would make 10,000 steps long.
            Plan = new PlanOptions { Threads = 1 },
            OnStep = report =>
            {
                if (report.Step == 1000) early = GC.GetTotalMemory(forceFullCollection: true);
                if (report.Step == 10_000) late = GC.GetTotalMemory(forceFullCollection: true);
            },
        };
        new Trainer(Stripes.Network(), Loss.SoftmaxCrossEntropy, new Adam(1e-3f), 1).Fit(new Stripes(8 * 5000), epochs: 2, batch: 8, options);
        Assert.True(early > 0);
        // The smallest object takes 24 bytes: no step keeps one. (The tests' host keeps a few kilobytes now and then.)
        Assert.True(late - early < 12 * 9000, $"{early} bytes after 1,000 steps, {late} after 10,000.");
    }
}
