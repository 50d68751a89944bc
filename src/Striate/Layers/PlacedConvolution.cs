using Striate.Kernels.Convolution.Unshared;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A convolution whose kernel depends on the place: <see cref="UnsharedConvolution"/> and <see cref="TiledConvolution"/>.</summary>
/// <remarks>
/// x is <c>spatial… × C</c>, y is <c>output spatial… × K</c>; weights are <c>kernels along each axis… × K × C/groups × kernel…</c>, a convolution's weights one behind the other,
/// and biases <c>kernels along each axis… × K</c>: they are shared as the weights are (Goodfellow, Bengio, Courville 2016, section 9.5).
/// </remarks>
public abstract record PlacedConvolution : WindowLayer, IWeighted
{
    private protected PlacedConvolution(int channels, AxisSizes kernel) : base(kernel) => Channels = channels;

    /// <summary>K: the number of output channels.</summary>
    public int Channels { get; init; }

    /// <summary>The number of groups that channels fall into; an output channel sees its own group's inputs only.</summary>
    public int Groups { get; init; } = 1;

    /// <inheritdoc/>
    public Initializer WeightInitializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <inheritdoc/>
    public bool HasBias { get; init; } = true;

    /// <inheritdoc/>
    public float? WeightDecay { get; init; }

    /// <inheritdoc/>
    public bool Frozen { get; init; }

    // Weights lie by places: an output channel has no row of its own.
    float? IWeighted.MaxNorm => null;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        ConvolutionShapes.RequireChannels(inputs, Channels, Groups);
        if (Fit == Fit.Ceiling) throw new ShapeException($"{inputs.Label} has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.");
        var output = OutputShape(inputs, Channels);
        Kernels(inputs);
        return output;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var groupInputs = inputs.Shape.Channels / Groups;
        var kernel = Enumerable.Range(0, inputs.SpatialRank).Select(Kernel.At).ToArray();
        var taps = kernel.Aggregate(1, (product, size) => product * size);
        var kernels = Kernels(inputs);
        return WeightedParameters.Of(this, Shape.Of([.. kernels, Channels, groupInputs, .. kernel]), Shape.Of([.. kernels, Channels]), groupInputs * taps, Channels / Groups * taps);
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs)
    {
        var (weights, places) = (Parameters(inputs)[0].Shape.Length, Kernels(inputs).Aggregate(1L, (product, count) => product * count));
        return weights / places * (OutputShape(inputs).Length / Channels);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (input, windows) = Pad(lowering);
        var kernels = Kernels(lowering.Shapes);
        var weight = lowering.Parameter("weight");
        var shape = new UnsharedShape(ConvolutionShapes.Of(lowering.Batch, lowering.Shapes.Shape.Channels, Channels, Groups, windows),
            kernels.Length > 2 ? kernels[0] : 1, kernels.Length > 1 ? kernels[^2] : 1, kernels[^1]);
        return lowering.Add(new PlacedConvolveStep(shape, weight, HasBias ? lowering.Parameter("bias") : null, lowering.Training, input, lowering.NewValue(OutputShape(lowering.Shapes))));
    }

    /// <summary>The number of kernels along each spatial axis.</summary>
    internal abstract int[] Kernels(in LayerInputs inputs);

    private protected override bool TakesPaddingModes => true;
}
