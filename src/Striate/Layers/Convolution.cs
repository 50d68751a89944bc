using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Cross-correlation with learnt kernels over 1, 2 or 3 spatial axes, as every library's convolution.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>output spatial… × K</c>; weights are <c>K × C/groups × kernel…</c>, biases <c>K</c>.</para>
/// <para>y[p, k] = b[k] + Σ over taps t and channels c of the group: x[p · stride + t · dilation − padding, c] · w[k, c, t]
/// (Goodfellow, Bengio, Courville 2016, equations 9.6 and 9.7, zero-based).</para>
/// <para>The number of spatial axes comes from the input.</para>
/// </remarks>
/// <example><code>
/// var layer = new Convolution(16, kernel: 3) { Padding = Padding.Same, Stride = 2 };
/// </code></example>
public sealed record Convolution : WindowLayer, IWeighted
{
    /// <summary>A convolution with a number of output channels and a kernel size.</summary>
    public Convolution(int channels, AxisSizes kernel) : base(kernel) => Channels = channels;

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
    public float? MaxNorm { get; init; }

    /// <inheritdoc/>
    public bool Frozen { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        ConvolutionShapes.RequireChannels(inputs, Channels, Groups);
        if (Fit == Fit.Ceiling) throw new ShapeException($"{inputs.Label} has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.");
        return OutputShape(inputs, Channels);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var groupInputs = inputs.Shape.Channels / Groups;
        var kernel = Enumerable.Range(0, inputs.SpatialRank).Select(Kernel.At).ToArray();
        var taps = kernel.Aggregate(1, (product, size) => product * size);
        return WeightedParameters.Of(this, Shape.Of([Channels, groupInputs, .. kernel]), Channels, groupInputs * taps, Channels / Groups * taps);
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => Parameters(inputs)[0].Shape.Length * (OutputShape(inputs).Length / Channels);

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var shape = ConvolutionShapes.Of(lowering.Batch, lowering.Shapes.Shape.Channels, Channels, Groups, Windows(lowering.Shapes));
        var arguments = lowering.ConvolutionArguments(HasBias);
        return lowering.Add(new ConvolveStep(shape, arguments, lowering.InOrder(lowering.Input), null, lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
