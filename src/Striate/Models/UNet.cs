using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>A class for each pixel (Ronneberger, Fischer, Brox 2015, figure 1), with zeros at the borders, so that the output has the input's size, and batch normalisation.</summary>
public static class UNet
{
    /// <summary>Down through levels of half the size and twice the channels, and up again, each level joined with its counterpart: 1,927,372 parameters for 4 levels of width 32 and 12 classes.</summary>
    /// <param name="input">Height × width × channels; height and width are multiples of 2^(levels − 1).</param>
    /// <param name="classes">Channels of the output.</param>
    /// <param name="levels">Resolutions, 1 or more.</param>
    /// <param name="width">Channels at full resolution.</param>
    /// <exception cref="ArgumentException">There is no level, or the input cannot be halved so often.</exception>
    public static Network Build(Shape input, int classes, int levels = 4, int width = 32)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (levels is < 1 or > 16) throw new ArgumentException($"A U-Net has 1 to 16 levels, not {levels}.");
        var divisor = 1 << (levels - 1);
        if (input.Rank != 3 || input[0] % divisor != 0 || input[1] % divisor != 0)
            throw new ArgumentException($"A U-Net of {levels} levels halves its input {levels - 1} times: height and width must be multiples of {divisor}; the input is {input}.");
        var x = Pair(Network.Input(input.AsSpan()), "down.0", width);
        var skips = new Stack<Node>();
        for (var level = 1; level < levels; level++)
        {
            skips.Push(x);
            x = Pair(x.Then(new MaxPooling(2)), $"down.{level}", width << level);
        }
        for (var i = 0; skips.TryPop(out var skip); i++)
        {
            var channels = width << skips.Count;
            x = Pair(Node.Concatenate(x.Then(new TransposedConvolution(channels, 2) { Name = $"up.{i}", Stride = 2 }), skip), $"merge.{i}", channels);
        }
        return Network.Of(x.Then(Blocks.Convolve("head", classes, 1)));
    }

    private static Node Pair(Node x, string name, int channels) => x
        .Then(Blocks.Normalized(Blocks.Convolve($"{name}.0", channels, 3), $"{name}.1", new Relu { Name = $"{name}.2" }))
        .Then(Blocks.Normalized(Blocks.Convolve($"{name}.3", channels, 3), $"{name}.4", new Relu { Name = $"{name}.5" }));
}
