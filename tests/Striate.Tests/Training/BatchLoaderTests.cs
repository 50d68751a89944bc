using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class BatchLoaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void BatchesComeInOrderWithTheSameBitsForAnyNumberOfReaders(int readers)
    {
        // Reading that takes its time makes the trainer wait, which wakes the other readers.
        var data = new Stripes(37) { OnRead = index => Thread.SpinWait(20_000 * (index % 3)) };
        using var loader = new BatchLoader(data, new ExampleOrder(37, 4, shuffle: true), 8, 0, 2, 6, readers);
        var (input, target) = (new float[36], new float[1]);
        for (var epoch = 0; epoch < 6; epoch++)
        {
            var order = new ExampleOrder(37, 4, shuffle: true).Of(epoch);
            for (var step = epoch == 0 ? 2 : 0; step < 5; step++)
            {
                var batch = loader.Next();
                Assert.Equal(order[(step * 8)..Math.Min(37, step * 8 + 8)].ToArray(), batch.Examples.ToArray());
                Assert.Equal(batch.Examples.Length, batch.Count);
                for (var i = 0; i < batch.Count; i++)
                {
                    data.Read(batch.Examples[i], epoch, input, target);
                    Assert.Equal(input, batch.AllInputs.Slice(i * 36, 36).ToArray());
                    Assert.Equal(target[0], batch.AllTargets[i]);
                }
            }
        }
        Assert.InRange(loader.Active, 1, readers);
    }

    [Fact]
    public void AReaderMoreHelpsWhereTheTrainerWaits()
    {
        using var loader = new BatchLoader(new Stripes(1000) { OnRead = _ => Thread.Sleep(1) }, new ExampleOrder(1000, 4, shuffle: true), 8, 0, 0, 1, 3);
        for (var step = 0; step < 20; step++) loader.Next();
        Assert.Equal(3, loader.Active);
    }

    [Fact]
    public void ExamplesThatAreMixedAreMixedBatchByBatch()
    {
        using var loader = new BatchLoader(new Sums(20), new ExampleOrder(20, 0, shuffle: false), 8, 0, 0, 2, 3);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            foreach (var (first, count) in new[] { (0, 8), (8, 8), (16, 4) })
            {
                var batch = loader.Next();
                Assert.Equal(Enumerable.Range(first, count).Sum() + 100 * epoch, batch.AllInputs[0]);
                Assert.Equal(first + 1, batch.AllInputs[1]);
            }
        }
    }

    [Fact]
    public void TheFirstFailureOfABatchIsThrown()
    {
        using var loader = new BatchLoader(new Sums(20) { FailsFrom = 11 }, new ExampleOrder(20, 0, shuffle: false), 8, 0, 0, 2, 1);
        loader.Next();
        Assert.Equal("Example 11 is broken.", Assert.Throws<InvalidDataException>(() => loader.Next()).Message);
    }

    // Example i is the number i; mixing puts their sum, and 100 an epoch, in the first place.
    private sealed class Sums(int count) : IMixedDataset
    {
        public int FailsFrom { get; init; } = int.MaxValue;

        public string Name => "sums";

        public int Count => count;

        public Shape InputShape { get; } = Shape.Of(1);

        public Shape TargetShape => Shape.Scalar;

        public IReadOnlyList<string> ClassNames => [];

        public bool IsMixed => true;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            if (index >= FailsFrom) throw new InvalidDataException($"Example {index} is broken.");
            (input[0], target[0]) = (index, 0);
        }

        public void Mix(ReadOnlySpan<int> examples, int epoch, Span<float> inputs, Span<float> targets)
        {
            var sum = 0f;
            foreach (var input in inputs) sum += input;
            inputs[0] = sum + 100 * epoch;
        }
    }
}
