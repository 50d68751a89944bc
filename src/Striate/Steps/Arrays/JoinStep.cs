using System.Numerics.Tensors;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Arrays one behind the other along an axis; those that all examples share are repeated for each.</summary>
internal sealed class JoinStep : Step
{
    private readonly int _before;
    private readonly int[] _runs;
    private readonly int _run;

    public JoinStep(int axis, IReadOnlyList<Value> inputs, Value output) : base(inputs, output)
    {
        _before = (int)output.Shape[..axis].Length;
        _runs = [.. inputs.Select(input => (int)input.Shape[axis..].Length)];
        _run = _runs.Sum();
    }

    public override string Kind => "join";

    public override bool MixesExamples => false;

    public override void Forward(StepContext context)
    {
        var size = Output.Type.Size();
        var to = Output.Bytes;
        for (var (i, at) = (0, 0); i < Inputs.Count; at += _runs[i++])
        {
            var from = Inputs[i].Bytes;
            var run = _runs[i] * size;
            var rows = Inputs[i].Batch * _before;
            for (var row = 0; row < Output.Batch * _before; row++) from.Slice(row % rows * run, run).CopyTo(to[((row * _run + at) * size)..]);
        }
    }

    public override void Backward(StepContext context)
    {
        for (var (i, at) = (0, 0); i < Inputs.Count; at += _runs[i++])
        {
            if (InputMode(i) == GradientMode.Skip) continue;
            var to = Inputs[i].Gradient;
            var run = _runs[i];
            if (InputMode(i) == GradientMode.Write) to.Clear();
            var rows = Inputs[i].Batch * _before;
            for (var row = 0; row < Output.Batch * _before; row++)
            {
                var part = to.Slice(row % rows * run, run);
                TensorPrimitives.Add(part, Output.Gradient.Slice(row * _run + at, run), part);
            }
        }
    }
}
