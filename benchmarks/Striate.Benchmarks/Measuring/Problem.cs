using Striate.Kernels.Convolution;

namespace Striate.Benchmarks.Measuring;

/// <summary>A convolution with a name.</summary>
/// <param name="Name">As in <c>8x56x56x64-64-3x3s1</c>: batch, input, output channels, kernel and stride, groups where there are several.</param>
/// <param name="Shape">Its numbers.</param>
internal sealed record Problem(string Name, ConvolutionShape Shape)
{
    /// <summary>A square problem; padding keeps the size where the stride is 1.</summary>
    public static Problem Of(int batch, int size, int inputs, int outputs, int kernel, int stride = 1, int groups = 1)
    {
        var axis = new WindowAxis(size, kernel, stride, 1, kernel / 2, kernel / 2);
        var suffix = groups == 1 ? "" : groups == inputs && groups == outputs ? " depthwise" : $" {groups} groups";
        return new Problem($"{batch}x{size}x{size}x{inputs}-{outputs} {kernel}x{kernel}s{stride}{suffix}", new ConvolutionShape(batch, inputs, outputs, groups, WindowAxis.Unit, axis, axis));
    }

    /// <summary>A dense layer.</summary>
    public static Problem Dense(int batch, int inputs, int outputs) =>
        new($"{batch}x{inputs}-{outputs} dense", new ConvolutionShape(batch, inputs, outputs, 1, WindowAxis.Unit, new WindowAxis(1, 1), new WindowAxis(1, 1)));

    public override string ToString() => Name;
}
