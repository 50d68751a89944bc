using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>A small network that learns CIFAR-10 in few epochs, after airbench94 (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU").</summary>
public static class AirBench
{
    private static readonly int[] Widths = [64, 256, 256];

    /// <summary>A frozen whitening convolution, three blocks of two 3×3 convolutions with a halving between them, global max pooling and a dense layer.</summary>
    /// <param name="input">Height × width × channels; sides of at least 8.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Build(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var whiten = new Convolution(24, 2) { Name = "whiten", Padding = Padding.Same, HasBias = false, Frozen = true };
        var x = Network.Input(input.AsSpan()).Then(whiten, Activation());
        for (var block = 0; block < Widths.Length; block++)
        {
            var name = $"block{block + 1}";
            x = x.Then(
                Convolve($"{name}.conv1", Widths[block]), new MaxPooling(2), new BatchNormalization { Name = $"{name}.bn1" }, Activation(),
                Convolve($"{name}.conv2", Widths[block]), new BatchNormalization { Name = $"{name}.bn2" }, Activation());
        }
        return Network.Of(x.Then(new MaxPooling(4), new Flatten(), new Dense(classes) { Name = "head", HasBias = false, WeightInitializer = new Initializer.Scaled(1 / 243f, FanIn: 1, FanOut: 0, IsNormal: false) }));
    }

    private static Layer Activation() => new Silu();

    private static Convolution Convolve(string name, int channels) => new(channels, 3) { Name = name, Padding = Padding.Same, HasBias = false, WeightInitializer = Initializer.Dirac };
}
