using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class TrainerTests
{
    private static readonly Optimizer Momentum = new Sgd(0.05f) { Momentum = 0.9f, WeightDecay = 1e-3f };

    private static int[] Bits(Network network) =>
        [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];

    private static Network Fit(int epochs = 3, TrainingOptions? options = null, int batch = 16, Optimizer? optimizer = null, ulong seed = 1, DataSplits? data = null)
    {
        var network = Stripes.Network();
        new Trainer(network, Loss.SoftmaxCrossEntropy, optimizer ?? Momentum, seed).Fit(data ?? new DataSplits(new Stripes(50)), epochs, batch, options);
        return network;
    }

    [Fact]
    public void ANetworkLearnsWhatALinearModelCannot()
    {
        var network = Stripes.Network();
        var history = new Trainer(network, Loss.SoftmaxCrossEntropy, Momentum, 1).Fit(new DataSplits(new Stripes(400), new Stripes(100, seed: 2)), 8, 16);
        Assert.Equal(Enumerable.Range(1, 8), history.Select(record => record.Epoch));
        Assert.Equal(Enumerable.Range(1, 8).Select(epoch => 25L * epoch), history.Select(record => record.Step));
        Assert.True(history[^1].Loss < history[0].Loss / 2, $"{history[0].Loss} to {history[^1].Loss}");
        Assert.InRange(history[^1].ValidationAccuracy!.Value, 0.9, 1);
        Assert.All(history, record => Assert.Equal(0.05f, record.LearningRate));

        var evaluation = new Evaluator(network, Loss.SoftmaxCrossEntropy, Metric.Accuracy, 7).Run(new Stripes(100, seed: 2));
        Assert.Equal(100, evaluation.Confusion.Sum(row => row.Sum()));
        Assert.Equal(evaluation.Metric, (evaluation.Confusion[0][0] + evaluation.Confusion[1][1]) / 100.0);
        Assert.Equal(history[^1].ValidationLoss!.Value, evaluation.Loss, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyNumberOfThreadsGivesTheSameBits(int threads) =>
        Assert.Equal(Bits(Fit(options: new TrainingOptions { Plan = new PlanOptions { Threads = 1 } })), Bits(Fit(options: new TrainingOptions { Plan = new PlanOptions { Threads = threads } })));

    [Fact]
    public void SeedAndOrderMatter()
    {
        Assert.Equal(Bits(Fit()), Bits(Fit()));
        Assert.NotEqual(Bits(Fit()), Bits(Fit(seed: 2)));
        Assert.NotEqual(Bits(Fit()), Bits(Fit(options: new TrainingOptions { Shuffle = false })));
    }

    public static TheoryData<Optimizer> Optimizers => [Momentum, new Sgd(0.1f), new Adam(), new AdamW(), new RmsProp(1e-3f) { Momentum = 0.5f }];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ARunResumedFromAnyStepEndsWithTheSameBits(Optimizer optimizer)
    {
        // 50 examples in batches of 16 are 4 steps an epoch, the last of 2 examples; 3 epochs.
        var data = new DataSplits(new Stripes(50), new Stripes(20, seed: 2));
        var options = new TrainingOptions { Schedule = Schedule.Cosine().WithWarmup(3), ClipNorm = 1, KeepBest = true };
        var whole = new MemoryStore();
        var expected = Bits(Fit(3, options with { Checkpoints = whole, CheckpointInterval = TimeSpan.Zero }, optimizer: optimizer, data: data));
        Assert.Equal(Enumerable.Range(1, 12), whole.Snapshots.Select(snapshot => (int)snapshot.Progress.Step));
        var history = whole.Snapshots[^1].Progress.History;
        foreach (var snapshot in whole.Snapshots)
        {
            var store = new MemoryStore { Snapshots = { snapshot } };
            Assert.Equal(expected, Bits(Fit(3, options with { Checkpoints = store, Resume = true }, optimizer: optimizer, data: data)));
            Assert.Equal(history.Select(record => record with { Seconds = 0 }), store.Snapshots[^1].Progress.History.Select(record => record with { Seconds = 0 }));
        }
    }

    [Fact]
    public void AFinishedRunEndsAtOnce()
    {
        var store = new MemoryStore();
        var options = new TrainingOptions { Checkpoints = store, Resume = true };
        var expected = Bits(Fit(2, options));
        Assert.True(store.Snapshots[^1].Progress.Finished);
        var data = new DataSplits(new Stripes(50) { OnRead = _ => Assert.Fail("Nothing is left to read.") });
        Assert.Equal(expected, Bits(Fit(2, options, data: data)));
        Assert.Equal(2, store.Snapshots.Count);
    }

    [Fact]
    public void ARunOfOtherSettingsIsRefused()
    {
        var store = new MemoryStore();
        Fit(2, new TrainingOptions { Checkpoints = store });
        var exception = Assert.Throws<InvalidDataException>(() => Fit(3, new TrainingOptions { Checkpoints = store, Resume = true }));
        Assert.Equal("The checkpoint belongs to a run with other settings: the checkpoint has epochs = 2; this run epochs = 3.", exception.Message);
    }

    [Fact]
    public void SettingsNameGroupsOfParameters()
    {
        var store = new MemoryStore();
        Fit(1, new TrainingOptions { Checkpoints = store }, optimizer: new Sgd(0.5f) { Groups = [new ParameterGroup("*.bias") { WeightDecay = 0 }] });
        Assert.Contains("optimizer = Sgd { LearningRate = 0.5, WeightDecay = 0, Groups = [ParameterGroup { Pattern = *.bias, LearningRateFactor = 1, WeightDecay = 0, Role =  }], Momentum = 0, Nesterov = False }",
            store.Snapshots[0].Progress.Settings.Split('\n'));
    }

    [Fact]
    public void CancellingWritesACheckpointThatGoesOn()
    {
        var expected = Bits(Fit());
        using var source = new CancellationTokenSource();
        var store = new MemoryStore();
        var options = new TrainingOptions { Checkpoints = store, OnStep = report => { if (report.Step == 6) source.Cancel(); } };
        var trainer = new Trainer(Stripes.Network(), Loss.SoftmaxCrossEntropy, Momentum, 1);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(new Stripes(50), 3, 16, options, cancellation: source.Token));
        Assert.Equal([4, 6], store.Snapshots.Select(snapshot => snapshot.Progress.Step));
        Assert.Equal(expected, Bits(Fit(options: new TrainingOptions { Checkpoints = store, Resume = true })));
    }

    [Fact]
    public void TrainingStopsWhenTheScoreNoLongerRises()
    {
        // A learning rate of 0 never gets better than after the first epoch.
        var network = Stripes.Network();
        var history = new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0), 1)
            .Fit(new DataSplits(new Stripes(40), new Stripes(20)), 50, 20, new TrainingOptions { Patience = 3, Metric = null });
        Assert.True(history.Count < 50);
        var scores = history.Select(record => record.ValidationAccuracy!.Value).ToList();
        Assert.Equal(3, history.Count - 1 - scores.IndexOf(scores.Max()));
    }

    [Fact]
    public void TheBestEpochIsKept()
    {
        // The rate explodes after half the run: later epochs are worse than an early one.
        var data = new DataSplits(new Stripes(100), new Stripes(50, seed: 2));
        var (network, seen) = (Stripes.Network(), new List<int[]>());
        var options = new TrainingOptions { KeepBest = true, Schedule = Schedule.Step(200, 0.5), OnEpoch = _ => seen.Add(Bits(network)) };
        var history = new Trainer(network, Loss.SoftmaxCrossEntropy, Momentum, 1).Fit(data, 6, 20, options);
        var scores = history.Select(record => record.ValidationAccuracy!.Value).ToList();
        var best = scores.IndexOf(scores.Max());
        Assert.NotEqual(5, best);
        Assert.Equal(seen[best], Bits(network));
    }

    // The share that is wrong says what the share that is right says, the other way round.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnErrorIsBetterWhereItIsSmaller(bool keepBest)
    {
        var data = new DataSplits(new Stripes(100), new Stripes(50, seed: 2));
        (IReadOnlyList<EpochRecord> History, int[] Bits) Run(Metric metric)
        {
            var network = Stripes.Network();
            var options = new TrainingOptions { KeepBest = keepBest, Patience = keepBest ? null : 2, Schedule = Schedule.Step(200, 0.5), Metric = metric };
            return (new Trainer(network, Loss.SoftmaxCrossEntropy, Momentum, 1).Fit(data, 6, 20, options), Bits(network));
        }
        var (right, wrong) = (Run(Metric.Accuracy), Run(new ErrorMetric()));
        Assert.Equal(right.History.Select(record => 1 - record.ValidationAccuracy!.Value), wrong.History.Select(record => record.ValidationAccuracy!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(right.Bits, wrong.Bits);
        // The best is neither the first nor the last, so that one who took the worst would end elsewhere.
        var scores = right.History.Select(record => record.ValidationAccuracy!.Value).ToList();
        Assert.NotEqual(scores.IndexOf(scores.Max()), scores.IndexOf(scores.Min()));
    }

    [Fact]
    public void ARunOfAnotherMetricIsRefused()
    {
        var store = new MemoryStore();
        Fit(1, new TrainingOptions { Checkpoints = store });
        Assert.Equal("The checkpoint belongs to a run with other settings: the checkpoint has metric = accuracy; this run metric = error.",
            Assert.Throws<InvalidDataException>(() => Fit(1, new TrainingOptions { Checkpoints = store, Resume = true, Metric = new ErrorMetric() })).Message);
    }

    [Fact]
    public void FrozenLayersStay()
    {
        var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(4, 3) { Frozen = true }, new Relu(), new Flatten(), new Dense(2));
        var before = network.Parameters[0].Values.ToArray();
        new Trainer(network, Loss.SoftmaxCrossEntropy, Momentum).Fit(new Stripes(32), 1, 16);
        Assert.Equal(before, network.Parameters[0].Values.ToArray());
    }

    [Fact]
    public void AnInfiniteLossStopsAndLeavesTheLastGoodCheckpoint()
    {
        var store = new MemoryStore();
        var exception = Assert.Throws<TrainingException>(() => Fit(50, new TrainingOptions { Checkpoints = store, CheckpointInterval = TimeSpan.Zero }, optimizer: new Sgd(1e38f)));
        Assert.Matches("^The (loss|parameter '[^']+') became (NaN|-?Infinity) at step [0-9]+ \\(epoch [0-9]+, learning rate [0-9]+\\)\\. Try a smaller learning rate, warm-up or gradient clipping\\.$", exception.Message);
        Assert.All(store.Snapshots, snapshot => Assert.All(snapshot.Parameters.Values, tensor => Assert.All(tensor.ToArray(), value => Assert.True(float.IsFinite(value)))));
    }

    [Fact]
    public void TheMessageOfAnInfiniteLossIsWhole()
    {
        var loss = new LossThatBreaks(atStep: 6);
        var exception = Assert.Throws<TrainingException>(() => new Trainer(Stripes.Network(), loss, Momentum).Fit(new Stripes(50), 3, 16));
        Assert.Equal("The loss became NaN at step 6 (epoch 2, learning rate 0.05). Try a smaller learning rate, warm-up or gradient clipping.", exception.Message);
    }

    [Fact]
    public void NotANumberInTheDataIsNamed()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Fit(data: new DataSplits(new Stripes(50) { Spoilt = 17 })));
        Assert.Equal("stripes: the input of example 17 holds NaN at place 7; only finite numbers can be learnt from.", exception.Message);
    }

    [Fact]
    public void FailuresOfTheDataSurfaceAsThemselves()
    {
        var data = new Stripes(50) { OnRead = index => { if (index == 3) throw new IOException("The disk is gone."); } };
        Assert.Equal("The disk is gone.", Assert.Throws<IOException>(() => Fit(data: new DataSplits(data))).Message);
    }

    [Fact]
    public void WrongCallsAreRefused()
    {
        var trainer = new Trainer(Stripes.Network(), Loss.SoftmaxCrossEntropy, Momentum);
        string Message(Action call) => Assert.Throws<ArgumentException>(call).Message;
        Assert.Equal("A batch holds 1 example or more, not 0.", Message(() => trainer.Fit(new Stripes(50), 1, 0)));
        Assert.Equal("A run has 1 epoch or more, not 0.", Message(() => trainer.Fit(new Stripes(50), 0, 1)));
        Assert.Equal("Gradients are clipped to a norm above 0, not 0.", Message(() => trainer.Fit(new Stripes(50), 1, 1, new TrainingOptions { ClipNorm = 0 })));
        Assert.Equal("Gradients are clipped to a norm above 0, not NaN.", Message(() => trainer.Fit(new Stripes(50), 1, 1, new TrainingOptions { ClipNorm = double.NaN })));
        Assert.Equal("A run waits 1 epoch or more for a better score, not 0.", Message(() => trainer.Fit(new Stripes(50), 1, 1, new TrainingOptions { Patience = 0 })));
        Assert.Equal("The data stripes hold no example.", Message(() => trainer.Fit(new Stripes(0), 1, 1)));
        var other = new Trainer(Network.Sequential(Shape.Of(8, 8, 1), new Flatten(), new Dense(2)), Loss.SoftmaxCrossEntropy, Momentum);
        Assert.Equal("The network takes inputs of 8×8×1; the data stripes have 6×6×1.", Message(() => other.Fit(new Stripes(50), 1, 1)));
        var small = new Trainer(Network.Sequential(Shape.Of(6, 6, 1), new Flatten(), new Dense(1)), Loss.SoftmaxCrossEntropy, Momentum);
        Assert.Equal("The network tells 1 classes apart; the data stripes have 2.", Message(() => small.Fit(new Stripes(50), 1, 1)));
    }

    [Fact]
    public void ClippingBoundsTheLengthOfAStep()
    {
        var (network, bound) = (Stripes.Network(), 1e-3);
        var before = network.Parameters.Values.ToArray();
        new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(1)).Fit(new Stripes(16), 1, 16, new TrainingOptions { ClipNorm = bound });
        // One step of learning rate 1 moves the parameters by the gradient, which is longer than the bound before clipping.
        var moved = Math.Sqrt(network.Parameters.Values.ToArray().Zip(before, (a, b) => Math.Pow((double)a - b, 2)).Sum());
        Assert.Equal(bound, moved, bound * 1e-3);
    }

    [Fact]
    public void ACheckpointThatCannotBeWrittenSurfaces()
    {
        var options = new TrainingOptions { Checkpoints = new FullDisk() };
        Assert.Equal("No space left on device.", Assert.Throws<IOException>(() => Fit(1, options)).Message);
    }

    [Fact]
    public void ABatchMayBeLargerThanTheData() => Assert.NotEqual(Bits(Stripes.Network()), Bits(Fit(1, batch: 500)));

    private sealed class ErrorMetric : Metric
    {
        public override string Name => "error";

        public override bool LargerIsBetter => false;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<double> tally) => Accuracy.Add(outputs, targets, output, tally);

        public override double Value(ReadOnlySpan<double> tally) => 1 - Accuracy.Value(tally);
    }

    private sealed class FullDisk : ICheckpointStore
    {
        public void Write(TrainingSnapshot snapshot) => throw new IOException("No space left on device.");

        public TrainingSnapshot? ReadNewest() => null;
    }

    private sealed class LossThatBreaks(int atStep) : Loss
    {
        private int _step;

        public override string Name => "breaks";

        public override void Check(Shape output, Shape target)
        {
        }

        public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, Kernels.Threading.WorkerPool pool)
        {
            gradient.Clear();
            losses.Fill(++_step == atStep ? float.NaN : 1);
        }
    }
}
