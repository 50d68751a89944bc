using System.Globalization;
using Striate.Training;

namespace Striate.Tests.Training;

public sealed class TrainingLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("striate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Rows(string name) => File.ReadAllLines(Path.Combine(_folder, name));

    private IReadOnlyList<EpochRecord> Fit(MemoryStore store, bool resume = false) => new Trainer(Stripes.Network(), Loss.SoftmaxCrossEntropy, new Sgd(0.05f), 1)
        .Fit(new DataSplits(new Stripes(50), new Stripes(20)), 2, 16, new TrainingOptions { LogFolder = _folder, Checkpoints = store, CheckpointInterval = TimeSpan.Zero, Resume = resume });

    [Fact]
    public void EveryStepAndEveryEpochHasARow()
    {
        var history = Fit(new MemoryStore());
        var steps = Rows("steps.csv");
        Assert.Equal("step,epoch,loss,learning_rate", steps[0]);
        Assert.Equal(["1,1", "2,1", "3,1", "4,1", "5,2", "6,2", "7,2", "8,2"], steps[1..].Select(row => string.Join(',', row.Split(',')[..2])));
        Assert.All(steps[1..], row => Assert.Equal("0.05", row.Split(',')[3]));
        // The epoch's loss weighs its batches of 16, 16, 16 and 2 examples.
        var losses = steps[1..5].Select(row => double.Parse(row.Split(',')[2], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(history[0].Loss, (16 * (losses[0] + losses[1] + losses[2]) + 2 * losses[3]) / 50, 1e-12);

        var metrics = Rows("metrics.csv");
        Assert.Equal("epoch,step,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds", metrics[0]);
        Assert.Equal(3, metrics.Length);
        var cells = metrics[2].Split(',');
        Assert.Equal(["2", "8"], cells[..2]);
        Assert.Equal([history[1].Loss, history[1].Accuracy!.Value, history[1].ValidationLoss!.Value, history[1].ValidationAccuracy!.Value],
            cells[2..6].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)));
        Assert.Equal("0.05", cells[6]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void ResumingCutsTheRowsBehindTheCheckpoint(int snapshot)
    {
        var whole = new MemoryStore();
        Fit(whole);
        var (steps, metrics) = (Rows("steps.csv"), Rows("metrics.csv"));
        // As a killed run leaves it: the last row torn.
        File.AppendAllText(Path.Combine(_folder, "steps.csv"), "1,");
        Fit(new MemoryStore { Snapshots = { whole.Snapshots[snapshot] } }, resume: true);
        Assert.Equal(steps, Rows("steps.csv"));
        string[] WithoutSeconds(string[] rows) => [.. rows.Select(row => row[..row.LastIndexOf(',')])];
        Assert.Equal(WithoutSeconds(metrics), WithoutSeconds(Rows("metrics.csv")));
    }

    [Fact]
    public void AFreshRunBeginsFreshFiles()
    {
        File.WriteAllText(Path.Combine(_folder, "steps.csv"), "of another run\n");
        Fit(new MemoryStore());
        Assert.Equal(9, Rows("steps.csv").Length);
    }
}
