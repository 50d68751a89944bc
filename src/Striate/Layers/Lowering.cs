using Striate.Kernels.Convolution;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The workbench on which a layer writes its steps.</summary>
public sealed class Lowering
{
    private readonly ICollection<Step> _steps;
    private readonly Func<string, Parameter> _parameter;
    private readonly PackedWeightsCache _cache;
    private readonly Algorithms _algorithms;

    internal Lowering(in LayerInputs shapes, IReadOnlyList<Value> inputs, string name, int batch, bool training, ICollection<Step> steps,
        Func<string, Parameter> parameter, PackedWeightsCache cache, Algorithms algorithms)
    {
        (Shapes, Inputs, Name, Batch, Training, _steps, _parameter, _cache, _algorithms) = (shapes, inputs, name, batch, training, steps, parameter, cache, algorithms);
    }

    /// <summary>The inputs' shapes and the layer's label.</summary>
    public LayerInputs Shapes { get; }

    /// <summary>The inputs' values.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>The first input.</summary>
    public Value Input => Inputs[0];

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>The number of examples.</summary>
    public int Batch { get; }

    /// <summary>Whether the plan trains.</summary>
    public bool Training { get; }

    /// <summary>The parameter of this node with a local name, as the layer's specification gives it.</summary>
    public Parameter Parameter(string name) => _parameter(name);

    /// <summary>A new value, to be written by one step.</summary>
    /// <param name="shape">The shape of one example.</param>
    /// <param name="storage">The order in memory, if it is not that of the shape.</param>
    /// <param name="type">What the elements are.</param>
    /// <param name="batch">The number of examples, if it is not that of the node: 1 for what all examples share.</param>
    public Value NewValue(Shape shape, Shape? storage = null, ElementType type = ElementType.Float32, int? batch = null) => new(Name, batch ?? Batch, shape, storage ?? shape, type);

    /// <summary>The same numbers under another shape.</summary>
    public Value View(Value value, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.View(Name, shape);
    }

    /// <summary>The same numbers in the same order under another shape, and cut otherwise into examples if asked.</summary>
    public Value Reshape(Value value, Shape shape, int? batch = null)
    {
        var ordered = InOrder(value);
        if ((batch ?? ordered.Batch) * shape.Length != ordered.Length) throw new ShapeException($"{Shapes.Label} cannot cut {ordered.Batch} × {ordered.Shape} into {batch ?? ordered.Batch} × {shape}.");
        return ordered.View(Name, batch ?? ordered.Batch, shape);
    }

    /// <summary>The value with memory in the order of its shape: itself, or a copy behind a flatten.</summary>
    public Value InOrder(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.IsInOrder ? value.WithStorageOfShape() : Add(new ReorderStep(value, NewValue(value.Shape)));
    }

    /// <summary>The weights and biases of a layer of that kind, for its step.</summary>
    internal ConvolveStep.Arguments ConvolutionArguments(bool hasBias) => new(_cache, Parameter("weight"), hasBias ? Parameter("bias") : null, Training, _algorithms);

    /// <summary>Appends a step.</summary>
    /// <returns>The step's output.</returns>
    public Value Add(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (Training && step.Inputs.Any(input => input.NeedsGradient) || step.Parameters.Any(parameter => !parameter.IsState && !parameter.IsFrozen))
            step.Output.NeedsGradient = Training && step.Output.Type == ElementType.Float32;
        _steps.Add(step);
        return step.Output;
    }

    /// <summary>Lowers another layer, one without parameters, in this one's place.</summary>
    public Value Apply(Layer layer, params IReadOnlyList<Value> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var shapes = new LayerInputs(Shapes.Label, [.. inputs.Select(input => input.Shape)]) { Types = [.. inputs.Select(input => input.Type)] };
        return layer.Lower(new Lowering(shapes, inputs, Name, Batch, Training, _steps, _parameter, _cache, _algorithms));
    }
}
