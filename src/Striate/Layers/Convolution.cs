using Striate.Kernels.Convolution;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Cross-correlation with learnt kernels over 1, 2 or 3 spatial axes, as every library's convolution; with <see cref="Flip"/> the mathematician's.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>output spatial… × K</c>; weights are <c>K × C/groups × kernel…</c> (with <see cref="Connections"/> <c>pairs × kernel…</c>), biases <c>K</c>
/// (per location <c>output spatial… × K</c>).</para>
/// <para>y[p, k] = b[k] + Σ over taps t and channels c of the group: x[p · stride + t · dilation − padding, c] · w[k, c, t]
/// (Goodfellow, Bengio, Courville 2016, equations 9.6 and 9.7, zero-based). With <see cref="Flip"/> the kernel is reversed along every axis, w[k, c, kernel − 1 − t]:
/// the true convolution of equation 9.4.</para>
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

    /// <summary>Whether the kernel is reversed along every spatial axis: true convolution instead of cross-correlation.</summary>
    public bool Flip { get; init; }

    /// <summary>The input channels that each output channel sees; null for all of its group.</summary>
    public ChannelConnections? Connections { get; init; }

    /// <summary>Which outputs share a bias.</summary>
    public BiasSharing BiasSharing { get; init; }

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
        RequireConnections(inputs);
        if (Fit == Fit.Ceiling) throw new ShapeException($"{inputs.Label} has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.");
        return OutputShape(inputs, Channels);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var groupInputs = inputs.Shape.Channels / Groups;
        var kernel = Enumerable.Range(0, inputs.SpatialRank).Select(Kernel.At).ToArray();
        var taps = kernel.Aggregate(1, (product, size) => product * size);
        var (weights, fanIn, fanOut) = Connections is { } table
            ? (Shape.Of([table.Pairs, .. kernel]), taps * ((table.Pairs + Channels - 1) / Channels), taps * ((table.Pairs + groupInputs - 1) / groupInputs))
            : (Shape.Of([Channels, groupInputs, .. kernel]), groupInputs * taps, Channels / Groups * taps);
        var biases = BiasSharing == BiasSharing.PerLocation ? OutputShape(inputs) : Shape.Of(Channels);
        return WeightedParameters.Of(this, weights, biases, fanIn, fanOut);
    }

    internal override string WhatFixesTheInput(string parameter, Shape built, Shape given) => parameter == "bias" && BiasSharing == BiasSharing.PerLocation
        ? "It has a bias for each location of its output: inputs of any size need BiasSharing.PerChannel."
        : base.WhatFixesTheInput(parameter, built, given);

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => Parameters(inputs)[0].Shape.Length * (OutputShape(inputs).Length / Channels);

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (input, windows) = Pad(lowering);
        var shape = ConvolutionShapes.Of(lowering.Batch, lowering.Shapes.Shape.Channels, Channels, Groups, windows);
        var perLocation = HasBias && BiasSharing == BiasSharing.PerLocation;
        var arguments = lowering.ConvolutionArguments(HasBias && !perLocation) with { Form = Form(shape) };
        var output = OutputShape(lowering.Shapes);
        var sums = lowering.Add(new ConvolveStep(shape, arguments, input, null, lowering.NewValue(output)));
        return perLocation ? lowering.Add(new AddBiasMapStep(lowering.Parameter("bias"), sums, lowering.NewValue(output))) : sums;
    }

    private protected override bool TakesPaddingModes => true;

    // A kernel of one tap is its own reverse.
    private WeightForm? Form(in ConvolutionShape shape) =>
        Connections is null && (!Flip || shape.Taps == 1) ? null : new WeightForm(Flip, Connections?.Numbers(shape.GroupInputChannels), shape.Taps);

    private void RequireConnections(in LayerInputs inputs)
    {
        if (Connections is not { } table) return;
        if (Groups != 1) throw new ShapeException($"{inputs.Label} has {Groups} groups and a connection table. What would fit: one of both.");
        if (table.OutputChannels != Channels || table.InputChannels > inputs.Shape.Channels)
            throw new ShapeException($"{inputs.Label} has a connection table of {table.OutputChannels} output channels that sees {table.InputChannels} input channels; it has {Channels} output and {inputs.Shape.Channels} input channels.");
        if (MaxNorm is not null) throw new ShapeException($"{inputs.Label} has a connection table and a MaxNorm, which wants the weights of an output channel in one row. What would fit: WeightDecay.");
    }
}
