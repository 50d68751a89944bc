using System.Numerics;
using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Numbers as elements of another type.</summary>
internal sealed class CastStep(Value input, Value output) : Step([input], output)
{
    public override string Kind => "cast";

    public override string Detail => $"{Inputs[0].Type} to {Output.Type}".ToLowerInvariant();

    public override bool MixesExamples => false;

    public override void Forward(StepContext context)
    {
        var input = Inputs[0];
        Output.Rows = input.Rows;
        switch (input.Type)
        {
            case ElementType.Float32: From<float>(input.As<float>()); break;
            case ElementType.Int64: From<long>(input.As<long>()); break;
            case ElementType.Int32: From<int>(input.As<int>()); break;
            case ElementType.Int8: From<sbyte>(input.As<sbyte>()); break;
            default: From<byte>(input.Bytes); break;
        }
    }

    public override void Backward(StepContext context)
    {
        // Whole numbers and truths have no slope.
        if (InputMode(0) == GradientMode.Write) Inputs[0].Gradient.Clear();
    }

    private void From<T>(ReadOnlySpan<T> numbers) where T : unmanaged, INumber<T>
    {
        switch (Output.Type)
        {
            case ElementType.Float32: Conversion.Run(numbers, Output.As<float>()); break;
            case ElementType.Int64: Conversion.Run(numbers, Output.As<long>()); break;
            case ElementType.Int32: Conversion.Run(numbers, Output.As<int>()); break;
            case ElementType.Int8: Conversion.Run(numbers, Output.As<sbyte>()); break;
            case ElementType.UInt8: Conversion.Run(numbers, Output.As<byte>()); break;
            default: Conversion.Truths(numbers, Output.Bytes); break;
        }
    }
}
