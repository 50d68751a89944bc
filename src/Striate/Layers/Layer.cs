using Striate.Kernels.Convolution;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>One operation, said once: its settings, output shape, parameters, cost, window, and the steps it lowers to.</summary>
/// <remarks>
/// A layer is immutable and holds no weights; one layer may stand at several places of a network. Shapes are those of one example.
/// A layer of your own derives from this record and lowers to other layers (<see cref="Lowering.Apply"/>) or to a <see cref="Step"/> of its own.
/// </remarks>
public abstract record Layer
{
    /// <summary>The name in messages, summaries and parameter names; null lets the network number it.</summary>
    public string? Name { get; init; }

    /// <summary>The name of another layer of the same kind whose parameters this one uses instead of its own, or null.</summary>
    public string? SharedWith { get; init; }

    /// <summary>The word for this kind of layer.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The number of inputs, or −1 for any number from one on; 0 for an array that is part of the network.</summary>
    public virtual int InputCount => 1;

    /// <summary>The shape of the output.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public abstract Shape OutputShape(in LayerInputs inputs);

    /// <summary>What the elements of the output are.</summary>
    public virtual ElementType OutputType(in LayerInputs inputs) => ElementType.Float32;

    /// <summary>Whether an input may hold elements of a type; layers of maps take floats.</summary>
    public virtual bool Takes(int input, ElementType type) => type == ElementType.Float32;

    /// <summary>Whether an array that all examples share may stand beside inputs with an example each.</summary>
    public virtual bool MixesShared => false;

    /// <summary>Whether the output may have axes without a place.</summary>
    internal virtual bool MayBeEmpty => false;

    /// <summary>The parameters, with shapes that follow from the inputs.</summary>
    public virtual IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs) => [];

    /// <summary>Multiply–accumulates for one example, padding counted as inputs.</summary>
    public virtual long MultiplyAccumulates(in LayerInputs inputs) => 0;

    /// <summary>The window along each spatial axis; empty for a layer that works element by element.</summary>
    public virtual IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) => [];

    /// <summary>Which inputs a number of the output sees: the rule of receptive fields.</summary>
    public virtual Reach Reach => Reach.Window;

    /// <summary>Why a parameter does not serve an input of another shape, and what would.</summary>
    internal virtual string WhatFixesTheInput(string parameter, Shape built, Shape given) => built.Channels == given.Channels
        ? "Its parameters follow the size of its input, so the network takes inputs of one size."
        : $"It was built for {built.Channels} channel{(built.Channels == 1 ? "" : "s")}, not {given.Channels}.";

    /// <summary>Says what to compute, as steps.</summary>
    /// <returns>The value that holds the output.</returns>
    public abstract Value Lower(Lowering lowering);
}
