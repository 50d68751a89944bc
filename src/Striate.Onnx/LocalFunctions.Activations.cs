using Striate.Layers;
using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>Activations that opset 17 has no operator for.</summary>
internal static partial class LocalFunctions
{
    /// <summary>ONNX has Gelu from opset 20 on.</summary>
    public static void WriteGelu(NodeWriter writer)
    {
        var approximate = ((Gelu)writer.Node.Layer!).Approximate;
        var function = new FunctionData { Name = approximate ? "GeluTanh" : "Gelu" };
        string Number(string name, double value)
        {
            Add(function, "Constant", [], name, NodeWriter.Float("value_float", (float)value));
            return name;
        }
        if (approximate)
        {
            // √(2 / π) · x · (1 + 0.044715 x²).
            Add(function, "Mul", ["x", "x"], "square");
            Add(function, "Mul", ["square", Number("cubic", 0.044715)], "cubed");
            Add(function, "Add", ["cubed", Number("linear", 1)], "inner");
            Add(function, "Mul", ["x", "inner"], "polynomial");
            Add(function, "Mul", ["polynomial", Number("scale", Math.Sqrt(2 / Math.PI))], "argument");
            Add(function, "Tanh", ["argument"], "curve");
        }
        else
        {
            Add(function, "Mul", ["x", Number("scale", Math.Sqrt(0.5))], "argument");
            Add(function, "Erf", ["argument"], "curve");
        }
        Add(function, "Add", ["curve", Number("one", 1)], "risen");
        Add(function, "Mul", ["x", Number("half", 0.5)], "halved");
        Add(function, "Mul", ["halved", "risen"], "y");
        writer.WriteFunction(function);
    }
}
