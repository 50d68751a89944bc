using Striate.Tensors;
using Striate.Training;

namespace Striate.Terminal.Tests;

/// <summary>Pictures of 4×4 that are black (class 0) or white (class 1).</summary>
internal sealed class Shades(int count) : IDataset
{
    public string Name => "shades";

    public int Count => count;

    public Shape InputShape { get; } = Shape.Of(4, 4, 1);

    public Shape TargetShape => Shape.Scalar;

    public IReadOnlyList<string> ClassNames { get; } = ["black", "white"];

    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        input.Fill(index % 2);
        target[0] = index % 2;
    }
}
