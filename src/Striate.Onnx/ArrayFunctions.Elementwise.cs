using Striate.Kernels.Arrays;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Functions of each number by itself, and operations of arrays that are repeated against each other.</summary>
internal static partial class ArrayFunctions
{
    private static void WriteElementwise(ArrayBody body)
    {
        var layer = (Elementwise)body.Layer;
        var (x, type) = (body.Inputs[0], body.InputTypes[0]);
        if (type is not (ElementType.Float32 or ElementType.Boolean))
        {
            WriteWhole(body, layer.Function, type);
            return;
        }
        string Alpha() => body.Number("alpha", layer.Alpha);
        string Beta() => body.Number("beta", layer.Beta);
        switch (layer.Function)
        {
            case ElementwiseFunction.Linear:
                body.Add("Add", [body.Add("Mul", [x, Alpha()]), Beta()]);
                break;
            case ElementwiseFunction.Clip:
                body.Add("Min", [body.Add("Max", [x, Alpha()]), Beta()]);
                break;
            case ElementwiseFunction.Mish:
                body.Add("Mul", [x, body.Add("Tanh", [body.Add("Softplus", [x])])]);
                break;
            case ElementwiseFunction.Swish:
                body.Add("Mul", [x, body.Add("Sigmoid", [body.Add("Mul", [x, Alpha()])])]);
                break;
            case ElementwiseFunction.Celu:
                // ONNX's own takes floats alone, as this does; some runtimes have it for positive settings only.
                body.Add("Celu", [x], NodeWriter.Float("alpha", layer.Alpha));
                break;
            case ElementwiseFunction.ScaledElu:
                body.Add("Mul", [body.Add("Elu", [x], NodeWriter.Float("alpha", layer.Alpha)), Beta()]);
                break;
            case ElementwiseFunction.ThresholdedRelu:
                body.Add("ThresholdedRelu", [x], NodeWriter.Float("alpha", layer.Alpha));
                break;
            case ElementwiseFunction.Shrink:
                body.Add("Shrink", [x], NodeWriter.Float("lambd", layer.Alpha), NodeWriter.Float("bias", layer.Beta));
                break;
            case ElementwiseFunction.HardSigmoid:
                body.Add("HardSigmoid", [x], NodeWriter.Float("alpha", layer.Alpha), NodeWriter.Float("beta", layer.Beta));
                break;
            case ElementwiseFunction.IsInfinite:
                body.Add("IsInf", [x], NodeWriter.Int("detect_negative", layer.Alpha != 0 ? 1 : 0), NodeWriter.Int("detect_positive", layer.Beta != 0 ? 1 : 0));
                break;
            default:
                body.Add(Word(layer.Function), [x]);
                break;
        }
    }

    // Runtimes count with 32 and 64 bits; all that there is fits.
    private static void WriteWhole(ArrayBody body, ElementwiseFunction function, ElementType type)
    {
        var wide = type == ElementType.Int64 ? type : ElementType.Int32;
        var x = wide == type ? body.Inputs[0] : body.Add("Cast", body.Inputs, NodeWriter.Int("to", ArrayBody.TypeNumber(wide)));
        var result = function switch
        {
            ElementwiseFunction.Relu => body.Add("Max", [x, body.Constant("zero", OnnxOperators.Fill(Shape.Scalar, 0, wide))]),
            // Every bit the other way: −1 − x, of bytes without a sign 255 − x.
            ElementwiseFunction.Not => body.Add("Sub", [body.Constant("ones", OnnxOperators.Fill(Shape.Scalar, type == ElementType.UInt8 ? 255 : -1, wide)), x]),
            _ => body.Add(Word(function), [x]),
        };
        if (wide != type) body.Add("Cast", [result], NodeWriter.Int("to", ArrayBody.TypeNumber(type)));
    }

    private static string Word(ElementwiseFunction function) => OnnxOperators.Functions.First(pair => pair.Value == function).Key;

    private static void WriteBroadcasting(ArrayBody body)
    {
        var (layer, rank) = ((Broadcasting)body.Layer, body.InputShapes.Max(shape => shape.Rank));
        string Raised(int i) => body.InputShapes[i].Rank == rank ? body.Inputs[i] : body.Reshape(body.Inputs[i], [-1, .. Enumerable.Repeat(1, rank - body.InputShapes[i].Rank), .. body.InputShapes[i]]);
        var result = Raised(0);
        for (var i = 1; i < body.Inputs.Count; i++) result = Pair(body, layer.Operation, result, Raised(i));
        if (body.Inputs.Count == 1) body.Add("Identity", [result]);
    }

    private static string Pair(ArrayBody body, BroadcastOperation operation, string a, string b)
    {
        var type = body.InputTypes[0];
        switch (operation)
        {
            case BroadcastOperation.Remainder:
                return body.Add("Mod", [a, b], NodeWriter.Int("fmod", 1));
            case BroadcastOperation.Modulo when type == ElementType.Float32:
                return body.Add("Sub", [a, body.Add("Mul", [body.Add("Floor", [body.Add("Div", [a, b])]), b])]);
            case BroadcastOperation.Slope:
                var zero = body.Constant("zero", new Tensor(Shape.Scalar, type));
                return body.Add("Add", [body.Add("Max", [a, zero]), body.Add("Mul", [body.Add("Min", [a, zero]), b])]);
            case BroadcastOperation.ShiftLeft or BroadcastOperation.ShiftRight:
                return body.Add("BitShift", [a, b], NodeWriter.Text("direction", operation == BroadcastOperation.ShiftLeft ? "LEFT" : "RIGHT"));
            case BroadcastOperation.And or BroadcastOperation.Or or BroadcastOperation.ExclusiveOr when type != ElementType.Boolean:
                throw new NotSupportedException($"{body.Layer.Kind} of the bits of {type} has no form in ONNX's opset 17. What has one: truths.");
            default:
                return body.Add(OnnxOperators.Operations.First(pair => pair.Value == operation).Key, [a, b]);
        }
    }

    private static void WriteSelection(ArrayBody body)
    {
        var rank = body.InputShapes.Max(shape => shape.Rank);
        body.Add("Where", [.. body.Inputs.Select((input, i) => body.InputShapes[i].Rank == rank ? input : body.Reshape(input, [-1, .. Enumerable.Repeat(1, rank - body.InputShapes[i].Rank), .. body.InputShapes[i]]))]);
    }
}
