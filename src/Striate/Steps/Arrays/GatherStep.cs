using System.Numerics.Tensors;
using Striate.Kernels.Arrays;
using Striate.Tensors;
namespace Striate.Steps.Arrays;

/// <summary>Blocks of numbers from the places that another value names.</summary>
internal sealed class GatherStep : Step
{
    private readonly string _label;
    private readonly GatheringRule _rule;
    private readonly int _axis;
    private readonly int _block;
    private readonly int[] _from;
    private readonly long[] _wide;

    public GatherStep(string label, GatheringRule rule, int axis, Value input, Value places, Value output) : base([input, places], output)
    {
        (_label, _rule, _axis) = (label, rule, axis);
        _block = (int)(rule switch
        {
            GatheringRule.Slices => input.Shape[(axis + 1)..].Length,
            GatheringRule.Elements => 1,
            _ => input.Shape[(axis + places.Shape[^1])..].Length,
        });
        _from = new int[_block == 0 ? 0 : output.Length / _block];
        _wide = new long[places.Type == ElementType.Int64 ? 0 : places.Length];
    }

    public override string Kind => "gather";

    public override bool MixesExamples => false;

    public override void Forward(StepContext context)
    {
        if (Inputs[1].Type == ElementType.Int64) Locate(Inputs[1].As<long>());
        else
        {
            var narrow = Inputs[1].As<int>();
            for (var i = 0; i < narrow.Length; i++) _wide[i] = narrow[i];
            Locate(_wide);
        }
        var run = _block * Output.Type.Size();
        var input = Inputs[0].Bytes;
        var output = Output.Bytes;
        for (var i = 0; i < _from.Length; i++) input.Slice(_from[i] * run, run).CopyTo(output[(i * run)..]);
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var gradient = Inputs[0].Gradient;
        if (InputMode(0) == GradientMode.Write) gradient.Clear();
        for (var i = 0; i < _from.Length; i++)
        {
            var part = gradient.Slice(_from[i] * _block, _block);
            TensorPrimitives.Add(part, Output.Gradient.Slice(i * _block, _block), part);
        }
    }

    // The block of the input for each block of the output.
    private void Locate(ReadOnlySpan<long> places)
    {
        if (_from.Length == 0) return;
        var (shape, batch) = (Inputs[0].Shape, Output.Batch);
        var perExample = _from.Length / batch;
        var blocks = Inputs[0].Batch == 1 ? 0 : (int)(shape.Length / _block);
        var many = Inputs[1].Batch == 1 ? 0 : (int)Inputs[1].Shape.Length;
        for (var example = 0; example < batch; example++)
        {
            var target = _from.AsSpan(example * perExample, perExample);
            var source = places.Slice(example * many, (int)Inputs[1].Shape.Length);
            if (_rule == GatheringRule.Slices) LocateSlices(source, shape, target);
            else if (_rule == GatheringRule.Elements) LocateElements(source, shape, target);
            else LocateTuples(source, shape, target);
            foreach (ref var place in target) place += example * blocks;
        }
    }

    private void LocateSlices(ReadOnlySpan<long> places, Shape shape, Span<int> target)
    {
        for (var i = 0; i < target.Length; i++) target[i] = i / places.Length * shape[_axis] + Place(places[i % places.Length], shape[_axis]);
    }

    private void LocateElements(ReadOnlySpan<long> places, Shape shape, Span<int> target)
    {
        var sizes = Inputs[1].Shape;
        for (var i = 0; i < target.Length; i++)
        {
            var (rest, step, at) = (i, 1, 0);
            for (var axis = sizes.Rank - 1; axis >= 0; step *= shape[axis--])
            {
                at += (axis == _axis ? Place(places[i], shape[axis]) : rest % sizes[axis]) * step;
                rest /= sizes[axis];
            }
            target[i] = at;
        }
    }

    private void LocateTuples(ReadOnlySpan<long> places, Shape shape, Span<int> target)
    {
        var count = Inputs[1].Shape[^1];
        var each = target.Length / Math.Max((int)shape[.._axis].Length, 1);
        for (var i = 0; i < target.Length; i++)
        {
            var at = i / each;
            for (var k = 0; k < count; k++) at = at * shape[_axis + k] + Place(places[i * count + k], shape[_axis + k]);
            target[i] = at;
        }
    }

    private int Place(long place, int size) => place >= -size && place < size
        ? (int)(place < 0 ? place + size : place)
        : throw new ArgumentException($"{_label} has the place {place} on an axis of {size}. What would fit: {-size} to {size - 1}.");
}
