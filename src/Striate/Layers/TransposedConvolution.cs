using Striate.Kernels.Convolution;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The transpose of a convolution as a layer of its own: it spreads each input over a window of outputs, and so enlarges maps.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>output spatial… × K</c>; weights are <c>C × K/groups × kernel…</c> as in PyTorch and ONNX, biases <c>K</c>.</para>
/// <para>y[i · stride + t · dilation − padding, k] = b[k] + Σ over i, t and the channels c of the group: x[i, c] · w[c, k, t]. Along each axis:
/// output = (input − 1) · stride + extent − padding + output padding with extent = dilation · (kernel − 1) + 1 (Dumoulin &amp; Visin 2016, relation 14).</para>
/// <para><see cref="WindowLayer.Padding"/> is that of the convolution which leads back, so it cuts the output: <see cref="Padding.Same"/> gives input · stride. That convolution
/// forgets what does not fill a stride, so <c>stride</c> neighbouring sizes lead back to the same input; <see cref="OutputPadding"/> or <see cref="OutputSize"/> picks one.</para>
/// </remarks>
/// <example><code>
/// var up = new TransposedConvolution(64, kernel: 2) { Stride = 2 };
/// </code></example>
public sealed record TransposedConvolution : WindowLayer, IWeighted
{
    /// <summary>A transposed convolution with a number of output channels and a kernel size.</summary>
    public TransposedConvolution(int channels, AxisSizes kernel) : base(kernel) => Channels = channels;

    /// <summary>K: the number of output channels.</summary>
    public int Channels { get; init; }

    /// <summary>The number of groups that channels fall into; an output channel sees its own group's inputs only.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Outputs behind the smallest size, from 0 to below the stride.</summary>
    public AxisSizes OutputPadding { get; init; } = 0;

    /// <summary>The output's size, one of the <c>stride</c> possible ones; null leaves it to <see cref="OutputPadding"/>.</summary>
    public AxisSizes? OutputSize { get; init; }

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

    // Weights lie by input channels: an output channel has no row of its own.
    float? IWeighted.MaxNorm => null;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        ConvolutionShapes.RequireChannels(inputs, Channels, Groups);
        return Shape.Of([.. Windows(inputs).Select(axis => axis.Input), Channels]);
    }

    /// <inheritdoc/>
    /// <remarks>The windows of the convolution that leads back: their input is this layer's output.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        RequireSizes(inputs.Label, inputs.SpatialRank);
        if (PadsFirst) throw new ShapeException($"{inputs.Label} has padding in mode {Padding.Mode}, which convolutions alone have. What would fit: PaddingMode.Zero, which cuts the output.");
        return TransposedFit.Axes(this, inputs);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var windows = Windows(inputs);
        var (taps, steps) = (windows.Aggregate(1, (product, axis) => checked(product * axis.Kernel)), windows.Aggregate(1.0, (product, axis) => product * axis.Stride));
        // On average one tap of each stride meets an output.
        var fanIn = Math.Max(1, (int)((double)(inputs.Shape.Channels / Groups) * taps / steps));
        return WeightedParameters.Of(this, Shape.Of([inputs.Shape.Channels, Channels / Groups, .. windows.Select(axis => axis.Kernel)]), Channels, fanIn, Channels / Groups * taps);
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => Parameters(inputs)[0].Shape.Length * (inputs.Shape.Length / inputs.Shape.Channels);

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var back = ConvolutionShapes.Of(lowering.Batch, Channels, lowering.Shapes.Shape.Channels, Groups, Windows(lowering.Shapes));
        var arguments = lowering.ConvolutionArguments(HasBias) with { Transposed = true };
        return lowering.Add(new ConvolveStep(back, arguments, lowering.InOrder(lowering.Input), null, lowering.NewValue(OutputShape(lowering.Shapes))));
    }

    internal void RequireOutputSizes(string label, int rank)
    {
        Require(label, "output padding", OutputPadding, rank, 0);
        if (OutputSize is { } size) Require(label, "output size", size, rank, 1);
    }
}
