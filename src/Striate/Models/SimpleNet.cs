using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>A small convolution – batch normalisation – ReLU network for pictures of 28×28 or 32×32 (the lecture's [conv → ReLU → pool] × n → dense).</summary>
public static class SimpleNet
{
    // Half the resolution early: most of the work is done where maps are small, which keeps an epoch of MNIST near ten seconds on two cores.
    private static readonly int[][] Stages = [[32], [32, 48], [64, 64]];

    /// <summary>Convolutions of 32; 32 and 48; 64 and 64 channels, halved twice by max pooling; global average pooling, one dense layer.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Build(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan());
        for (var stage = 0; stage < Stages.Length; stage++)
        {
            if (stage > 0) x = x.Then(new MaxPooling(2));
            for (var i = 0; i < Stages[stage].Length; i++)
            {
                // Batch normalisation follows: a bias would be subtracted again with the mean.
                var convolution = new Convolution(Stages[stage][i], 3) { Name = $"stage{stage + 1}.conv{i + 1}", Padding = Padding.Same, HasBias = false };
                x = x.Then(convolution, new BatchNormalization { Name = $"stage{stage + 1}.bn{i + 1}" }, new Relu());
            }
        }
        return Network.Of(x.Then(new GlobalAveragePooling(), new Dropout(0.1f), new Dense(classes) { Name = "fc" }));
    }

    /// <summary>Convolutions of 16, 32 and 128 channels, halved twice by max pooling, flattened for one dense layer: its features keep where things are, so that a new head finds other classes in them.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Flat(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan()).Then(Unit(1, 5, 16)).Then(new MaxPooling(2)).Then(Unit(2, 3, 32)).Then(new MaxPooling(2)).Then(Unit(3, 3, 128));
        return Network.Of(x.Then(new Flatten(), new Dropout(0.5f), new Dense(classes) { Name = "fc" }));

        static Layer[] Unit(int stage, int kernel, int channels) =>
            [new Convolution(channels, kernel) { Name = $"stage{stage}.conv", Padding = Padding.Same, HasBias = false }, new BatchNormalization { Name = $"stage{stage}.bn" }, new Relu()];
    }
}
