using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>GoogLeNet (Szegedy et al. 2015, table 1) with batch normalisation, in torchvision's form and under its names, without the auxiliary classifiers that only training uses.</summary>
/// <remarks>
/// As in torchvision, the branch that the paper gives a kernel of 5×5 has one of 3×3.
/// Its published weights were trained on inputs of (x − 0.5) / 0.5: that preprocessing, not the mean and deviation of ImageNet, goes with them.
/// </remarks>
public static class GoogLeNet
{
    /// <summary>Nine inception modules behind three convolutions: 6,624,904 parameters for 1000 classes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network Build(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan())
            .Then(Blocks.Unit("conv1", 64, 7, 2)).Then(Halve("maxpool1", 3)).Then(Blocks.Unit("conv2", 64, 1)).Then(Blocks.Unit("conv3", 192, 3)).Then(Halve("maxpool2", 3));
        x = Inception(x, "inception3a", 64, 96, 128, 16, 32, 32);
        x = Inception(x, "inception3b", 128, 128, 192, 32, 96, 64).Then(Halve("maxpool3", 3));
        x = Inception(x, "inception4a", 192, 96, 208, 16, 48, 64);
        x = Inception(x, "inception4b", 160, 112, 224, 24, 64, 64);
        x = Inception(x, "inception4c", 128, 128, 256, 24, 64, 64);
        x = Inception(x, "inception4d", 112, 144, 288, 32, 64, 64);
        x = Inception(x, "inception4e", 256, 160, 320, 32, 128, 128).Then(Halve("maxpool4", 2));
        x = Inception(x, "inception5a", 256, 160, 320, 32, 128, 128);
        x = Inception(x, "inception5b", 384, 192, 384, 48, 128, 128);
        return Network.Of(x.Then(new GlobalAveragePooling { Name = "avgpool" }, new Dropout(0.2f) { Name = "dropout" }, new Dense(classes) { Name = "fc" }));
    }

    // Figure 2 b; the columns of table 1 in their order.
    private static Node Inception(Node x, string name, int one, int threeReduced, int three, int fiveReduced, int five, int pool) => Node.Concatenate(
        x.Then(Blocks.Unit($"{name}.branch1", one, 1)),
        x.Then(Blocks.Unit($"{name}.branch2.0", threeReduced, 1)).Then(Blocks.Unit($"{name}.branch2.1", three, 3)),
        x.Then(Blocks.Unit($"{name}.branch3.0", fiveReduced, 1)).Then(Blocks.Unit($"{name}.branch3.1", five, 3)),
        x.Then(new MaxPooling(3) { Name = $"{name}.branch4.0", Stride = 1, Padding = Padding.Of(1) }).Then(Blocks.Unit($"{name}.branch4.1", pool, 1))).Named(name);

    private static MaxPooling Halve(string name, int kernel) => new(kernel) { Name = name, Stride = 2, Fit = Fit.Ceiling };
}
