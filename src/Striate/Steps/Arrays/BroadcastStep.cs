using System.Numerics;
using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>An operation of two arrays whose axes of size 1 are repeated.</summary>
internal sealed class BroadcastStep : Step
{
    private readonly BroadcastOperation _operation;
    private readonly Broadcast _forward;
    private readonly Broadcast[] _backward;

    public BroadcastStep(BroadcastOperation operation, Value left, Value right, Value output) : base([left, right], output)
    {
        _operation = operation;
        var (whole, a, b) = (Sizes(output, output), Sizes(left, output), Sizes(right, output));
        _forward = new Broadcast(whole, a, b);
        _backward = [new Broadcast(whole, a, b, a), new Broadcast(whole, a, b, b)];
    }

    public override string Kind => "broadcast";

    public override string Detail => _operation.ToString().ToLowerInvariant();

    public override bool MixesExamples => false;

    public override bool OverwritesInput(int index) => Inputs[index].Type == Output.Type && Inputs[index].Length == Output.Length;

    public override bool BackwardReadsInput(int index) => _operation is not (BroadcastOperation.Add or BroadcastOperation.Subtract);

    /// <summary>The sizes of a value, the batch first, with axes of size 1 where it has none of the output's.</summary>
    public static int[] Sizes(Value value, Value output) => [value.Batch, .. Enumerable.Repeat(1, output.Shape.Rank - value.Shape.Rank), .. value.Shape];

    public override void Forward(StepContext context)
    {
        Output.Rows = Inputs[0].Rows ?? Inputs[1].Rows;
        switch (Inputs[0].Type)
        {
            case ElementType.Float32: Numbers<float>(context); break;
            case ElementType.Int64: Whole<long>(context); break;
            case ElementType.Int32: Whole<int>(context); break;
            case ElementType.Int8: Whole<sbyte>(context); break;
            case ElementType.UInt8: Whole<byte>(context); break;
            default: Truths(context); break;
        }
    }

    public override void Backward(StepContext context)
    {
        for (var i = 0; i < 2; i++)
        {
            if (InputMode(i) == GradientMode.Skip) continue;
            BroadcastGradient.Run(_operation, i == 1, _backward[i], Inputs[0].Data, Inputs[1].Data, Output.Gradient, Inputs[i].Gradient, InputMode(i) == GradientMode.Accumulate, context.Pool);
        }
    }

    private void Whole<T>(StepContext context) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (_operation is >= BroadcastOperation.And and <= BroadcastOperation.ShiftRight) BroadcastKernel.RunBits<T>(_operation, _forward, Inputs[0].As<T>(), Inputs[1].As<T>(), Output.As<T>(), context.Pool);
        else Numbers<T>(context);
    }

    private void Numbers<T>(StepContext context) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (_operation >= BroadcastOperation.Equal) BroadcastKernel.Compare<T>(_operation, _forward, Inputs[0].As<T>(), Inputs[1].As<T>(), Output.Bytes, context.Pool);
        else BroadcastKernel.Run<T>(_operation, _forward, Inputs[0].As<T>(), Inputs[1].As<T>(), Output.As<T>(), context.Pool);
    }

    private void Truths(StepContext context)
    {
        if (_operation >= BroadcastOperation.Equal) BroadcastKernel.Compare<byte>(_operation, _forward, Inputs[0].Bytes, Inputs[1].Bytes, Output.Bytes, context.Pool);
        else BroadcastKernel.RunBits<byte>(_operation, _forward, Inputs[0].Bytes, Inputs[1].Bytes, Output.Bytes, context.Pool);
    }
}
