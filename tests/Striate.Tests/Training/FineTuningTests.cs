using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Averaged weights, accumulated gradients and balanced classes.</summary>
public class FineTuningTests
{
    private static readonly Optimizer Momentum = new Sgd(0.05f) { Momentum = 0.9f, WeightDecay = 1e-3f };

    private static Network Plain() => Network.Sequential(Shape.Of(6, 6, 1), new Convolution(4, 3), new Relu(), new Flatten(), new Dense(2));

    private static int[] Bits(Network network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];

    private static Network Fit(Network network, int batch, TrainingOptions options, IDataset data, int epochs = 1, Optimizer? optimizer = null)
    {
        new Trainer(network, Loss.SoftmaxCrossEntropy, optimizer ?? Momentum, 1).Fit(new DataSplits(data, new Stripes(20, seed: 2)), epochs, batch, options);
        return network;
    }

    // 50 examples: three steps of 16, as 8 + 8 or as 4 + 4 + 4 + 4, and a last one of 2. Sums of 2 to 4 rounded terms instead of one: a few ulps of the largest weight a step.
    [Theory]
    [InlineData(8, 2)]
    [InlineData(4, 4)]
    public void AccumulatedBatchesAreOneLargeBatch(int batch, int accumulate)
    {
        var losses = new List<double>[2];
        float[] Run(int size, int count, int place)
        {
            losses[place] = [];
            return [.. Fit(Plain(), size, new TrainingOptions { Accumulate = count, ClipNorm = 1, OnStep = report => losses[place].Add(report.Loss) }, new Stripes(50), 2).Parameters.Values];
        }
        var (large, small) = (Run(16, 1, 0), Run(batch, accumulate, 1));
        Assert.Equal(8, losses[0].Count);
        Assert.Equal(losses[0], losses[1], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(large, small, (a, b) => Math.Abs(a - b) < 2e-6f);
        Assert.NotEqual(large, Run(16, 2, 0));
    }

    [Fact]
    public void TheAverageFollowsTheWeights()
    {
        // a ← a + (1 − min(0.9, (1 + n) / (10 + n))) · (w − a), in double from the weights of every step.
        var network = Stripes.Network();
        double[] expected = [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
        var store = new MemoryStore();
        var options = new TrainingOptions
        {
            AverageDecay = 0.9,
            Checkpoints = store,
            OnStep = report =>
            {
                double[] now = [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
                var share = 1 - Math.Min(0.9, (1.0 + report.Step) / (10 + report.Step));
                for (var i = 0; i < now.Length; i++) expected[i] += share * (now[i] - expected[i]);
            },
        };
        Fit(network, 1, options, new Stripes(100));
        double[] found = [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
        Assert.Equal(expected, found, (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
        // The checkpoint of a finished run has both, and the averaged network in front.
        var last = store.Snapshots[^1];
        Assert.Equal([.. found.Select(value => (float)value)], network.Parameters.SelectMany(parameter => last.Parameters[parameter.Name].ToArray()));
        Assert.NotEqual(last.Parameters["dense1.weight"].ToArray(), last.Average!["dense1.weight"].ToArray());
    }

    [Fact]
    public void TheAveragedNetworkIsTheOneThatIsValidated()
    {
        var network = Stripes.Network();
        var validation = new Stripes(20, seed: 2);
        var history = new Trainer(network, Loss.SoftmaxCrossEntropy, Momentum, 1).Fit(new DataSplits(new Stripes(60), validation), 2, 10, new TrainingOptions { AverageDecay = 0.95 });
        Assert.Equal(new Evaluator(network, Loss.SoftmaxCrossEntropy, Metric.Accuracy, 10).Run(validation).Loss, history[^1].ValidationLoss);
    }

    [Fact]
    public void WhatIsFrozenHasItsOwnBitsAsAverage()
    {
        var network = Stripes.Network();
        network.Parameters.Freeze("convolution1");
        network.Parameters.Freeze("batchnormalization1");
        var before = network.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Values.ToArray()).ToArray();
        Fit(network, 8, new TrainingOptions { AverageDecay = 0.99 }, new Stripes(64));
        Assert.Equal(before, network.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Values.ToArray()));
    }

    public static TheoryData<TrainingOptions> Settings =>
    [
        new TrainingOptions { AverageDecay = 0.9 },
        new TrainingOptions { AverageDecay = 0.9, KeepBest = true, Metric = Metric.F1 },
        new TrainingOptions { Accumulate = 2 },
        new TrainingOptions { BalanceClasses = true },
        new TrainingOptions { AverageDecay = 0.99, Accumulate = 3, BalanceClasses = true, ClipNorm = 1, Schedule = Schedule.Cosine().WithWarmup(2) },
    ];

    // Killed behind any step; on 1 thread what began on 2.
    [Theory]
    [MemberData(nameof(Settings))]
    public void ARunResumedFromAnyStepEndsWithTheSameBits(TrainingOptions options)
    {
        static Network Small()
        {
            var network = Stripes.Network();
            network.Parameters.Freeze("convolution1.bias");
            return network;
        }

        var data = new Uneven();
        var whole = new MemoryStore();
        var expected = Bits(Fit(Small(), 8, options with { Checkpoints = whole, CheckpointInterval = TimeSpan.Zero, Plan = new PlanOptions { Threads = 2 } }, data, 3));
        Assert.Equal(3 * ((7 + options.Accumulate - 1) / options.Accumulate), whole.Snapshots.Count);
        foreach (var snapshot in whole.Snapshots)
        {
            var store = new MemoryStore { Snapshots = { snapshot } };
            Assert.Equal(expected, Bits(Fit(Small(), 8, options with { Checkpoints = store, Resume = true, Plan = new PlanOptions { Threads = 1 } }, data, 3)));
            Assert.Equal(whole.Snapshots[^1].Progress.History.Select(record => record with { Seconds = 0 }), store.Snapshots[^1].Progress.History.Select(record => record with { Seconds = 0 }));
        }
    }

    [Fact]
    public void ACheckpointWithoutTheAverageIsRefused()
    {
        var store = new MemoryStore();
        Fit(Stripes.Network(), 8, new TrainingOptions { AverageDecay = 0.9, Checkpoints = store }, new Stripes(50));
        var cut = new MemoryStore { Snapshots = { store.Snapshots[0] with { Average = null } } };
        Assert.Equal("The checkpoint has no average of 'convolution1.weight' of 4×1×3×3.", Assert.Throws<InvalidDataException>(() =>
            Fit(Stripes.Network(), 8, new TrainingOptions { AverageDecay = 0.9, Checkpoints = cut, Resume = true }, new Stripes(50))).Message);
    }

    [Fact]
    public void ARunThatFreezesOtherParametersIsRefused()
    {
        var store = new MemoryStore();
        Fit(Stripes.Network(), 8, new TrainingOptions { Checkpoints = store }, new Stripes(50));
        var frozen = Stripes.Network();
        frozen.Parameters.Freeze("convolution1");
        var exception = Assert.Throws<InvalidDataException>(() => Fit(frozen, 8, new TrainingOptions { Checkpoints = store, Resume = true }, new Stripes(50)));
        Assert.Matches(@"^The checkpoint belongs to a run with other settings: the checkpoint has frozen = none; this run frozen = 2 parameters \([0-9a-f]{8}\)\.$", exception.Message);
    }

    // Of 50 examples 5 are of class 1: an epoch draws it about 25 times instead (binomial: deviation 3.5), any example of it about 5 times.
    [Fact]
    public void BalancedClassesComeEquallyOften()
    {
        var data = new Uneven();
        var (seen, epochs) = (new int[50], 40);
        data.OnRead = (index, _) => Interlocked.Increment(ref seen[index]);
        Fit(Stripes.Network(), 10, new TrainingOptions { BalanceClasses = true }, data, epochs);
        // Labels are looked at once, and the loader may have begun what nobody asked for: 50 reads more, at most.
        var (rare, common) = (seen.Where((_, i) => i % 10 == 9).ToArray(), seen.Where((_, i) => i % 10 != 9).ToArray());
        Assert.Equal(50 * (epochs + 1), seen.Sum());
        Assert.InRange(rare.Sum() / (double)(50 * epochs), 0.5 - 4 * 0.5 / Math.Sqrt(50 * epochs), 0.5 + 4 * 0.5 / Math.Sqrt(50 * epochs));
        Assert.All(rare, count => Assert.InRange(count, 130, 270));
        Assert.All(common, count => Assert.InRange(count, 5, 50));
    }

    [Fact]
    public void WrongSettingsAreRefused()
    {
        string Message(TrainingOptions options, IDataset? data = null) => Assert.Throws<ArgumentException>(() => Fit(Stripes.Network(), 8, options, data ?? new Stripes(50))).Message;
        Assert.Equal("A step takes 1 batch or more, not 0.", Message(new TrainingOptions { Accumulate = 0 }));
        Assert.Equal("The decay of averaged weights lies between 0 and 1; it is 1.", Message(new TrainingOptions { AverageDecay = 1 }));
        Assert.Equal("Balanced classes are drawn at random: they cannot come in the data's order.", Message(new TrainingOptions { BalanceClasses = true, Shuffle = false }));
    }

    /// <summary>Stripes of which every tenth is of class 1.</summary>
    private sealed class Uneven : IDataset
    {
        private readonly Stripes _stripes = new(50);

        public Action<int, int>? OnRead { get; set; }

        public string Name => "uneven";

        public int Count => 50;

        public Shape InputShape => _stripes.InputShape;

        public Shape TargetShape => Shape.Scalar;

        public IReadOnlyList<string> ClassNames => _stripes.ClassNames;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            OnRead?.Invoke(index, epoch);
            _stripes.Read(index, epoch, input, target);
            target[0] = index % 10 == 9 ? 1 : 0;
        }
    }
}
