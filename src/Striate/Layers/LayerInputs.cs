using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The shapes that a layer meets at its place in a network, and how the layer is called there.</summary>
/// <param name="Label">Kind and name, as in <c>Convolution 'conv3'</c>: the first words of messages.</param>
/// <param name="Shapes">The shape of one example of each input, channels-last.</param>
public readonly record struct LayerInputs(string Label, IReadOnlyList<Shape> Shapes)
{
    /// <summary>What each input's elements are; null if all are floats.</summary>
    public IReadOnlyList<ElementType>? Types { get; init; }

    /// <summary>What an input's elements are.</summary>
    public ElementType Type(int input) => Types is null ? ElementType.Float32 : Types[input];

    /// <summary>The first input's shape.</summary>
    public Shape Shape => Shapes[0];

    /// <summary>The number of spatial axes of the first input.</summary>
    public int SpatialRank => Shape.Rank - 1;

    /// <summary>Refuses an input without the number of spatial axes that a layer works on.</summary>
    /// <exception cref="ShapeException">The first input has another rank.</exception>
    public void RequireSpatial()
    {
        if (SpatialRank is < 1 or > 3)
            throw new ShapeException($"{Label} works on 1 to 3 spatial axes and channels; its input is {Shape}, of rank {Shape.Rank}.");
    }
}
