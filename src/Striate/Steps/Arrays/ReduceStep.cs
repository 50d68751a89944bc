using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>A reduction along some axes of each example.</summary>
internal sealed class ReduceStep : Step
{
    private readonly ReductionFunction _function;
    private readonly Reducer _reducer;

    public ReduceStep(ReductionFunction function, IEnumerable<int> axes, Value input, Value output) : base([input], output)
    {
        _function = function;
        _reducer = new Reducer([input.Batch, .. input.Shape], [.. axes.Select(axis => axis + 1)]);
    }

    public override string Kind => "reduce";

    public override string Detail => _function.ToString().ToLowerInvariant();

    public override bool MixesExamples => false;

    public override bool BackwardReadsInput(int index) => _function is not (ReductionFunction.Sum or ReductionFunction.Mean or ReductionFunction.LogSum);

    public override bool BackwardReadsOutput => _function is ReductionFunction.Maximum or ReductionFunction.Minimum or ReductionFunction.L2 or ReductionFunction.LogSum or ReductionFunction.LogSumExp;

    public override void Forward(StepContext context)
    {
        switch (Output.Type)
        {
            case ElementType.Float32: _reducer.Run(_function, Inputs[0].Data, Output.Data, context.Pool); break;
            case ElementType.Int64: _reducer.Run<long>(_function, Inputs[0].As<long>(), Output.As<long>()); break;
            case ElementType.Int32: _reducer.Run<int>(_function, Inputs[0].As<int>(), Output.As<int>()); break;
            case ElementType.Int8: _reducer.Run<sbyte>(_function, Inputs[0].As<sbyte>(), Output.As<sbyte>()); break;
            case ElementType.UInt8: _reducer.Run<byte>(_function, Inputs[0].As<byte>(), Output.As<byte>()); break;
            default:
                _reducer.Run<byte>(_function, Inputs[0].Bytes, Output.Bytes);
                // Truth is 1, and of none the largest byte is truth.
                foreach (ref var truth in Output.Bytes) truth = Math.Min(truth, (byte)1);
                break;
        }
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        _reducer.Backward(_function, Inputs[0].Data, Output.Data, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate);
    }
}
