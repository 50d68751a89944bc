using System.Globalization;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Terminal.Tests;

public class ConsoleProgressTests
{
    private static readonly string Bar0 = new('░', 30);

    private readonly StringWriter _to = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
    private readonly HandClock _clock = new();

    [Fact]
    public void APersonSeesABarAndTheTimeLeft()
    {
        var progress = new ConsoleProgress(_to, isWatched: true, _clock);
        progress.Step(new StepReport(1, 300, 1, 2.5, 0.1));
        Assert.Equal($"\r{Bar0} epoch 1, step 1/300, loss 2.5000", Taken());
        // Redrawn ten times a second at most.
        _clock.Now += TimeSpan.FromMilliseconds(99);
        progress.Step(new StepReport(2, 300, 1, 2.25, 0.1));
        Assert.Equal("", Taken());
        // 100 steps in 100 s: 200 s for the 200 that are left.
        _clock.Now = TimeSpan.FromSeconds(100);
        progress.Step(new StepReport(100, 300, 1, 1.5, 0.1));
        Assert.Equal($"\r{new string('█', 10)}{new string('░', 20)} epoch 1, step 100/300, loss 1.5000, 3:20 left", Taken());
        progress.Epoch(new EpochRecord(1, 100, 1.75, 0.5, 1.25, 0.625, 0.1, 100));
        Assert.Equal($"\r{new string(' ', 30 + " epoch 1, step 100/300, loss 1.5000, 3:20 left".Length)}\repoch   1  loss 1.7500  accuracy 0.5000  validation loss 1.2500  validation accuracy 0.6250  100.0 s\n", Taken());
        progress.End();
        Assert.Equal("", Taken());
    }

    [Fact]
    public void AShorterLineWipesWhatALongerOneLeft()
    {
        var progress = new ConsoleProgress(_to, isWatched: true, _clock);
        progress.Step(new StepReport(1, 2, 1, 100.5, 0.1));
        _clock.Now = TimeSpan.FromHours(2);
        Taken();
        progress.Step(new StepReport(2, 2, 1, 1.5, 0.1));
        Assert.Equal($"\r{new string('█', 30)} epoch 1, step 2/2, loss 1.5000, 0:00 left", Taken());
        _clock.Now += TimeSpan.FromSeconds(1);
        progress.Step(new StepReport(1, 2, 1, 1.5, 0.1));
        Assert.Equal($"\r{new string('█', 15)}{new string('░', 15)} epoch 1, step 1/2, loss 1.5000{new string(' ', ", 0:00 left".Length)}", Taken());
    }

    [Fact]
    public void AFileGetsTheLinesAlone()
    {
        var progress = new ConsoleProgress(_to, isWatched: false, _clock);
        progress.Step(new StepReport(1, 300, 1, 2.5, 0.1));
        progress.Epoch(new EpochRecord(12, 100, 0.125, null, null, null, 0.1, 0.26));
        progress.End();
        Assert.Equal("epoch  12  loss 0.1250  0.3 s\n", Taken());
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var progress = new ConsoleProgress(TextWriter.Null, isWatched: true, _clock);
        void Steps(int from)
        {
            for (var step = from; step < from + 50; step++)
            {
                _clock.Now += TimeSpan.FromSeconds(1);
                progress.Step(new StepReport(step, 100_000, 1, 1.0 / step, 0.1));
            }
        }
        Steps(1);
        var least = long.MaxValue;
        for (var window = 0; window < 20; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Steps(51 + 50 * window);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void TheTrainerTellsEveryStepEveryEpochAndTheEnd()
    {
        var seen = new Recorder();
        Trainer().Fit(new Shades(20), epochs: 2, batch: 8, progress: seen);
        Assert.Equal(["step 1 of 6", "step 2 of 6", "step 3 of 6", "epoch 1", "step 4 of 6", "step 5 of 6", "step 6 of 6", "epoch 2", "end"], seen.Calls);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var stopped = new Recorder();
        Assert.Throws<OperationCanceledException>(() => Trainer().Fit(new Shades(20), 2, 8, progress: stopped, cancellation: source.Token));
        Assert.Equal(["end"], stopped.Calls);
    }

    [Fact]
    public void TheConsoleIsOneOfThem()
    {
        var history = Trainer().Fit(new Shades(20), epochs: 1, batch: 8, progress: Progress.Console());
        Assert.Single(history);
        Assert.IsType<ConsoleProgress>(Progress.Console(onError: true));
    }

    private static Trainer Trainer() => new(Network.Sequential(Shape.Of(4, 4, 1), new Flatten(), new Dense(2)), Loss.SoftmaxCrossEntropy, new Sgd(0.1f));

    private string Taken()
    {
        var text = _to.ToString();
        _to.GetStringBuilder().Clear();
        return text;
    }

    /// <summary>A clock that stands until it is moved.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Recorder : Progress
    {
        public List<string> Calls { get; } = [];

        public override void Step(in StepReport report) => Calls.Add($"step {report.Step} of {report.TotalSteps}");

        public override void Epoch(EpochRecord record) => Calls.Add($"epoch {record.Epoch}");

        public override void End() => Calls.Add("end");
    }
}
