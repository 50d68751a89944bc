using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Inverted residuals with squeeze-and-excitation, scaled in width, depth and resolution together (Tan &amp; Le 2019), in torchvision's form and under its names.</summary>
public static class EfficientNet
{
    // Table 1, stages 2 to 8: expansion, kernel, stride of the first block, channels, blocks.
    private static readonly (int Expansion, int Kernel, int Stride, int Channels, int Blocks)[] Stages =
        [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)];

    /// <summary>The network that the others are scaled from: 5,288,548 parameters for 1000 classes. Made for 224×224.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network EfficientNetB0(Shape input, int classes) => Build(input, classes, width: 1, depth: 1, dropout: 0.2f);

    /// <summary>A tenth deeper: 7,794,184 parameters for 1000 classes. Made for 240×240.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Network EfficientNetB1(Shape input, int classes) => Build(input, classes, width: 1, depth: 1.1, dropout: 0.2f);

    /// <summary>Wider by a tenth, deeper by two: 9,109,994 parameters for 1000 classes. torchvision's weights are made for 288×288, the paper's for 260×260.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Network EfficientNetB2(Shape input, int classes) => Build(input, classes, width: 1.1, depth: 1.2, dropout: 0.3f);

    /// <summary>Wider by two tenths, deeper by four: 12,233,232 parameters for 1000 classes. Made for 300×300.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Network EfficientNetB3(Shape input, int classes) => Build(input, classes, width: 1.2, depth: 1.4, dropout: 0.3f);

    /// <summary>Any scale.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="width">Multiplies channels; they become multiples of 8.</param>
    /// <param name="depth">Multiplies the blocks of a stage, rounded up.</param>
    /// <param name="dropout">The rate before the classifier.</param>
    public static Network Build(Shape input, int classes, double width, double depth, float dropout)
    {
        ArgumentNullException.ThrowIfNull(input);
        var channels = Blocks.Scaled(32, width);
        var x = Network.Input(input.AsSpan()).Then(Unit("features.0", channels, 3, 2));
        var counts = Stages.Select(stage => (int)Math.Ceiling(stage.Blocks * depth)).ToArray();
        var done = 0;
        for (var i = 0; i < Stages.Length; i++)
        {
            var channelsOut = Blocks.Scaled(Stages[i].Channels, width);
            for (var block = 0; block < counts[i]; block++)
            {
                // Deeper blocks are left out more often (Huang et al. 2016, section 3).
                var rate = 0.2f * done++ / counts.Sum();
                var stride = block == 0 ? Stages[i].Stride : 1;
                x = Block(x, $"features.{i + 1}.{block}", channels, channelsOut, Stages[i].Expansion, Stages[i].Kernel, stride, rate);
                channels = channelsOut;
            }
        }
        var range = 1 / MathF.Sqrt(classes);
        return Network.Of(x.Then(Unit($"features.{Stages.Length + 1}", 4 * channels, 1)).Then(new GlobalAveragePooling { Name = "avgpool" },
            new Dropout(dropout) { Name = "classifier.0" }, new Dense(classes) { Name = "classifier.1", WeightInitializer = new Initializer.Uniform(-range, range) }));
    }

    // MBConv: wide, depthwise, squeeze-and-excitation to a quarter of the block's input, narrow without activation.
    private static Node Block(Node x, string name, int channels, int channelsOut, int expansion, int kernel, int stride, float rate)
    {
        var (wide, part) = (channels * expansion, 0);
        var branch = expansion == 1 ? x : x.Then(Unit($"{name}.block.{part++}", wide, 1));
        branch = branch.Then(Unit($"{name}.block.{part++}", wide, kernel, stride, groups: wide));
        branch = SqueezeExcitation.Behind(branch, wide, Math.Max(1, channels / 4), new Silu(), name: $"{name}.block.{part++}")
            .Then(Blocks.Normalized(Blocks.Convolve($"{name}.block.{part}.0", channelsOut, 1), $"{name}.block.{part}.1"));
        if (stride != 1 || channels != channelsOut) return branch;
        return (branch.Then(new StochasticDepth(rate) { Name = $"{name}.stochastic_depth" }) + x).Named(name);
    }

    private static Layer[] Unit(string name, int channels, int kernel, int stride = 1, int groups = 1) =>
        Blocks.Normalized(Blocks.Convolve($"{name}.0", channels, kernel, stride) with { Groups = groups }, $"{name}.1", new Silu { Name = $"{name}.2" });
}
