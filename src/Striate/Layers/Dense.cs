using Striate.Kernels.Convolution;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A fully connected layer: y = W · x + b.</summary>
/// <remarks>
/// <para>x is <c>C</c> (put a <see cref="Flatten"/> before it), y is <c>K</c>; weights are <c>K × C</c>, biases <c>K</c>.</para>
/// <para>Behind a flatten of <c>H × W × C</c> this is the convolution with a kernel of H × W: the channel-major weights are the kernel's own order,
/// so data do not move.</para>
/// </remarks>
/// <example><code>
/// var head = new Dense(10) { WeightDecay = 1e-4f };
/// </code></example>
public sealed record Dense : Layer, IWeighted
{
    /// <summary>A dense layer with a number of outputs.</summary>
    public Dense(int channels) => Channels = channels;

    /// <summary>K: the number of outputs.</summary>
    public int Channels { get; init; }

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
        if (inputs.Shape.Rank != 1)
            throw new ShapeException($"{inputs.Label} takes a vector; its input is {inputs.Shape}. What would fit: a Flatten before it ({inputs.Shape.Length} inputs), or a GlobalAveragePooling ({inputs.Shape.Channels}).");
        if (Channels < 1) throw new ShapeException($"{inputs.Label} has {Channels} outputs; it needs 1 or more.");
        return Shape.Of(Channels);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs) =>
        WeightedParameters.Of(this, Shape.Of(Channels, inputs.Shape[0]), Channels, inputs.Shape[0], Channels);

    internal override string WhatFixesTheInput(string parameter, Shape built, Shape given) => "Inputs of any size need global pooling before dense layers.";

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => (long)Channels * inputs.Shape[0];

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.Input.Storage.Rank <= 4 ? lowering.Input : lowering.InOrder(lowering.Input);
        var windows = input.Storage[..^1].Select(size => new WindowAxis(size, size)).ToArray();
        var shape = ConvolutionShapes.Of(lowering.Batch, input.Storage.Channels, Channels, 1, windows);
        var arguments = lowering.ConvolutionArguments(HasBias);
        return lowering.Add(new ConvolveStep(shape, arguments, input, null, lowering.NewValue(Shape.Of(Channels))));
    }
}
