using Striate.Training;

namespace Striate.Tests.Training;

[Collection("alone")]
public class AllocationTests
{
    private const int Window = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsAllocateNothing(bool withEverything)
    {
        var folder = Directory.CreateTempSubdirectory("striate").FullName;
        try
        {
            // The host of the tests allocates from time to time, so we ask for windows of steps in which no thread did; an allocation a step would be in all of them.
            var (least, last) = (long.MaxValue, 0L);
            var options = new TrainingOptions
            {
                LogFolder = folder,
                ClipNorm = 1,
                Accumulate = withEverything ? 2 : 1,
                AverageDecay = withEverything ? 0.99 : null,
                BalanceClasses = withEverything,
                Metric = withEverything ? Metric.F1 : null,
                Schedule = Schedule.Cosine().WithWarmup(10),
                OnStep = report =>
                {
                    if (report.Step < 200 || report.Step % Window != 0) return;
                    var now = GC.GetTotalAllocatedBytes(true);
                    if (report.Step > 200) least = Math.Min(least, now - last);
                    last = GC.GetTotalAllocatedBytes(true);
                },
            };
            // One epoch of 1000 steps: loader, both passes, clipping, update, metric and log; with everything also frozen parameters, an average, and two batches a step.
            var network = Stripes.Network();
            if (withEverything) network.Parameters.Freeze("convolution1.bias");
            new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f) { Momentum = 0.9f }, 1).Fit(new Stripes(8 * options.Accumulate * 1000), 1, 8, options);
            Assert.Equal(0, least);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public class AloneCollection;
