using Striate.Training;

namespace Striate.Tests.Training;

[Collection("alone")]
public class AllocationTests
{
    private const int First = 300;
    private const int Last = 900;

    [Fact]
    public void StepsAllocateNothing()
    {
        var folder = Directory.CreateTempSubdirectory("striate").FullName;
        try
        {
            var (all, trainer, loader) = (0L, 0L, 0L);
            var reads = 0;
            var options = new TrainingOptions
            {
                LogFolder = folder,
                ClipNorm = 1,
                Schedule = Schedule.Cosine().WithWarmup(10),
                OnStep = report =>
                {
                    if (report.Step is not (First or Last)) return;
                    var sign = report.Step == First ? -1 : 1;
                    trainer += sign * GC.GetAllocatedBytesForCurrentThread();
                    all += sign * GC.GetTotalAllocatedBytes(true);
                },
            };
            void OnRead(int example)
            {
                reads++;
                if (reads is not (8 * First or 8 * Last)) return;
                loader += (reads == 8 * First ? -1 : 1) * GC.GetAllocatedBytesForCurrentThread();
            }
            // One epoch of 1000 steps: loader, both passes, clipping, update, metric and log.
            var network = Stripes.Network();
            new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f) { Momentum = 0.9f }, 1).Fit(new Stripes(8 * 1000) { OnRead = OnRead }, 1, 8, options);
            Assert.Equal(0, trainer);
            Assert.Equal(0, loader);
            // The host of the tests allocates a little from time to time; the smallest object a step, on any thread, would be 24 bytes · steps.
            Assert.InRange(all, 0, 24 * (Last - First) - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public class AloneCollection;
