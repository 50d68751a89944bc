using System.Globalization;
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

    /// <summary>A square problem from batch, size, input channels, output channels, kernel, and if they are not 1 stride and groups, as in <c>8,56,64,128,3,2</c>.</summary>
    /// <exception cref="ArgumentException">The text says something else.</exception>
    public static Problem Parse(string text)
    {
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        if (numbers.Length is < 5 or > 7 || numbers.Contains(0))
            throw new ArgumentException($"'{text}' is no problem; give batch, size, input channels, output channels, kernel[, stride[, groups]], as in 8,56,64,128,3,2.");
        return Of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers.ElementAtOrDefault(5) is > 0 and var stride ? stride : 1, numbers.ElementAtOrDefault(6) is > 0 and var groups ? groups : 1);
    }

    /// <summary>A dense layer.</summary>
    public static Problem Dense(int batch, int inputs, int outputs) =>
        new($"{batch}x{inputs}-{outputs} dense", new ConvolutionShape(batch, inputs, outputs, 1, WindowAxis.Unit, new WindowAxis(1, 1), new WindowAxis(1, 1)));

    public override string ToString() => Name;
}
