using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>A small convolution – batch normalisation – ReLU network for pictures of 28×28 or 32×32 (row 157: [conv → ReLU → pool] × n → dense).</summary>
public static class SimpleNet
{
    /// <summary>Two convolutions a resolution, three resolutions of 32, 64 and 128 channels, global average pooling, one dense layer.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Build(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan());
        int[] widths = [32, 64, 128];
        for (var stage = 0; stage < widths.Length; stage++)
        {
            for (var i = 1; i <= 2; i++)
            {
                // Batch normalisation follows: a bias would be subtracted again with the mean.
                var convolution = new Convolution(widths[stage], 3) { Name = $"stage{stage + 1}.conv{i}", Padding = Padding.Same, HasBias = false };
                x = x.Then(convolution, new BatchNormalization { Name = $"stage{stage + 1}.bn{i}" }, new Relu());
            }
            if (stage < widths.Length - 1) x = x.Then(new MaxPooling(2));
        }
        return Network.Of(x.Then(new GlobalAveragePooling(), new Dropout(0.1f), new Dense(classes) { Name = "fc" }));
    }
}
