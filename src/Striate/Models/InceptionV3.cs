using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Inception v3 (Szegedy et al. 2016, table 1), in torchvision's form and under its names, without the auxiliary classifier that only training uses.</summary>
/// <remarks>torchvision's published weights were trained on inputs of (x − 0.5) / 0.5: that preprocessing, not the mean and deviation of ImageNet, goes with them.</remarks>
public static class InceptionV3
{
    /// <summary>Eleven blocks of parallel convolutions behind a stem of five: 23,834,568 parameters for 1000 classes. Made for 299×299; 75×75 is the least.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Build(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan())
            .Then(Blocks.ValidUnit("Conv2d_1a_3x3", 32, 3, 2)).Then(Blocks.ValidUnit("Conv2d_2a_3x3", 32, 3)).Then(Blocks.Unit("Conv2d_2b_3x3", 64, 3))
            .Then(Halve("maxpool1")).Then(Blocks.Unit("Conv2d_3b_1x1", 80, 1)).Then(Blocks.ValidUnit("Conv2d_4a_3x3", 192, 3)).Then(Halve("maxpool2"));
        x = MixedA(MixedA(MixedA(x, "Mixed_5b", 32), "Mixed_5c", 64), "Mixed_5d", 64);
        x = ReduceA(x, "Mixed_6a");
        x = MixedB(MixedB(MixedB(MixedB(x, "Mixed_6b", 128), "Mixed_6c", 160), "Mixed_6d", 160), "Mixed_6e", 192);
        x = ReduceB(x, "Mixed_7a");
        x = MixedC(MixedC(x, "Mixed_7b"), "Mixed_7c");
        return Network.Of(x.Then(new GlobalAveragePooling { Name = "avgpool" }, new Dropout(0.5f) { Name = "dropout" }, new Dense(classes) { Name = "fc" }));
    }

    // Figure 5: maps of 35×35.
    private static Node MixedA(Node x, string name, int poolChannels) => Join(name,
        x.Then(Blocks.Unit($"{name}.branch1x1", 64, 1)),
        x.Then(Blocks.Unit($"{name}.branch5x5_1", 48, 1)).Then(Blocks.Unit($"{name}.branch5x5_2", 64, 5)),
        x.Then(Blocks.Unit($"{name}.branch3x3dbl_1", 64, 1)).Then(Blocks.Unit($"{name}.branch3x3dbl_2", 96, 3)).Then(Blocks.Unit($"{name}.branch3x3dbl_3", 96, 3)),
        Average(x, name, poolChannels));

    // Figure 6, with n = 7: maps of 17×17.
    private static Node MixedB(Node x, string name, int width) => Join(name,
        x.Then(Blocks.Unit($"{name}.branch1x1", 192, 1)),
        x.Then(Blocks.Unit($"{name}.branch7x7_1", width, 1)).Then(Blocks.Unit($"{name}.branch7x7_2", width, (1, 7))).Then(Blocks.Unit($"{name}.branch7x7_3", 192, (7, 1))),
        x.Then(Blocks.Unit($"{name}.branch7x7dbl_1", width, 1)).Then(Blocks.Unit($"{name}.branch7x7dbl_2", width, (7, 1))).Then(Blocks.Unit($"{name}.branch7x7dbl_3", width, (1, 7)))
            .Then(Blocks.Unit($"{name}.branch7x7dbl_4", width, (7, 1))).Then(Blocks.Unit($"{name}.branch7x7dbl_5", 192, (1, 7))),
        Average(x, name, 192));

    // Figure 7: maps of 8×8.
    private static Node MixedC(Node x, string name)
    {
        var single = x.Then(Blocks.Unit($"{name}.branch3x3_1", 384, 1));
        var twice = x.Then(Blocks.Unit($"{name}.branch3x3dbl_1", 448, 1)).Then(Blocks.Unit($"{name}.branch3x3dbl_2", 384, 3));
        return Join(name, x.Then(Blocks.Unit($"{name}.branch1x1", 320, 1)),
            single.Then(Blocks.Unit($"{name}.branch3x3_2a", 384, (1, 3))), single.Then(Blocks.Unit($"{name}.branch3x3_2b", 384, (3, 1))),
            twice.Then(Blocks.Unit($"{name}.branch3x3dbl_3a", 384, (1, 3))), twice.Then(Blocks.Unit($"{name}.branch3x3dbl_3b", 384, (3, 1))),
            Average(x, name, 192));
    }

    // Figure 10: from 35×35 to 17×17.
    private static Node ReduceA(Node x, string name) => Join(name,
        x.Then(Blocks.ValidUnit($"{name}.branch3x3", 384, 3, 2)),
        x.Then(Blocks.Unit($"{name}.branch3x3dbl_1", 64, 1)).Then(Blocks.Unit($"{name}.branch3x3dbl_2", 96, 3)).Then(Blocks.ValidUnit($"{name}.branch3x3dbl_3", 96, 3, 2)),
        x.Then(Halve($"{name}.branch_pool")));

    // The same, from 17×17 to 8×8.
    private static Node ReduceB(Node x, string name) => Join(name,
        x.Then(Blocks.Unit($"{name}.branch3x3_1", 192, 1)).Then(Blocks.ValidUnit($"{name}.branch3x3_2", 320, 3, 2)),
        x.Then(Blocks.Unit($"{name}.branch7x7x3_1", 192, 1)).Then(Blocks.Unit($"{name}.branch7x7x3_2", 192, (1, 7))).Then(Blocks.Unit($"{name}.branch7x7x3_3", 192, (7, 1)))
            .Then(Blocks.ValidUnit($"{name}.branch7x7x3_4", 192, 3, 2)),
        x.Then(Halve($"{name}.branch_pool")));

    private static Node Average(Node x, string name, int channels) =>
        x.Then(new AveragePooling(3) { Stride = 1, Padding = Padding.Of(1), CountPadding = true }).Then(Blocks.Unit($"{name}.branch_pool", channels, 1));

    private static MaxPooling Halve(string name) => new(3) { Name = name, Stride = 2 };

    private static Node Join(string name, params IReadOnlyList<Node> branches) => Node.Concatenate(branches).Named(name);
}
