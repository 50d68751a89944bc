using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>A function of each number by itself.</summary>
internal sealed class ElementwiseStep(ElementwiseFunction function, float alpha, float beta, Value input, Value output) : Step([input], output)
{
    public override string Kind => "elementwise";

    public override string Detail => function.ToString().ToLowerInvariant();

    public override bool MixesExamples => false;

    public override bool OverwritesInput(int index) => Inputs[0].Type == Output.Type;

    public override bool BackwardReadsInput(int index) => true;

    public override void Forward(StepContext context)
    {
        var input = Inputs[0];
        Output.Rows = input.Rows;
        switch (input.Type)
        {
            case ElementType.Float32 when Output.Type == ElementType.Boolean: ElementwiseKernel.Test(function, alpha, beta, input.As<float>(), Output.Bytes); break;
            case ElementType.Float32: ElementwiseKernel.Run(function, alpha, beta, input.As<float>(), Output.As<float>(), context.Pool); break;
            case ElementType.Int64: ElementwiseKernel.RunWhole<long>(function, input.As<long>(), Output.As<long>()); break;
            case ElementType.Int32: ElementwiseKernel.RunWhole<int>(function, input.As<int>(), Output.As<int>()); break;
            case ElementType.Int8: ElementwiseKernel.RunWhole<sbyte>(function, input.As<sbyte>(), Output.As<sbyte>()); break;
            case ElementType.UInt8: ElementwiseKernel.RunWhole<byte>(function, input.As<byte>(), Output.As<byte>()); break;
            default: ElementwiseKernel.Not(input.Bytes, Output.Bytes); break;
        }
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        ElementwiseKernel.Backward(function, alpha, beta, Inputs[0].Data, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
