using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;

namespace Striate.Onnx;

/// <summary>Activations that models write as products, because their opset has no word for them.</summary>
internal static class ActivationPatterns
{
    /// <summary>The activation of which a product is the last part, and its input; null if it is another product.</summary>
    /// <param name="x">One factor.</param>
    /// <param name="gate">The other.</param>
    /// <param name="isOwn">Whether the file was written here: then there are only the products that a user wrote, and the sigmoid of a Silu is called after it.</param>
    /// <param name="name">The name of the product.</param>
    public static (Layer Layer, OnnxValue Input)? Find(OnnxValue x, OnnxValue gate, bool isOwn, string? name)
    {
        if (isOwn) return IsGate<Sigmoid>(gate.Node, x.Node) && gate.Node.Layer!.Name == $"{name}.sigmoid" ? (new Silu(), x) : null;
        if (!x.Order.SequenceEqual(gate.Order))
        {
            // ½ · (x · (1 + erf(x / √2))).
            if (gate.Node.Layer is not ConstantArray { Values: { Type: Tensors.ElementType.Float32, Shape.Length: 1 } number } || number.Floats[0] != 0.5f) return null;
            return x.Node.Layer is Multiply or Broadcasting { Operation: BroadcastOperation.Multiply } && x.Node.Inputs is [var a, var b] && (IsNormal(b, a) ? a : IsNormal(a, b) ? b : null) is { } input ? (new Gelu(), x with { Node = input }) : null;
        }
        if (IsGate<Sigmoid>(gate.Node, x.Node)) return (new Silu(), x);
        if (gate.Node.Layer is HardSigmoid { Slope: > 0.1666f and < 0.1667f } && gate.Node.Inputs[0] == x.Node) return (new HardSwish(), x);
        if (gate.Node.Layer is Tanh && IsGate<Softplus>(gate.Node.Inputs[0], x.Node)) return (new Elementwise(ElementwiseFunction.Mish), x);
        // (½ · x) · (1 + erf(x / √2)).
        if (Linear(x.Node, 0.5f, 0) is { } half && IsNormal(gate.Node, half)) return (new Gelu(), x with { Node = half });
        return null;
    }

    private static bool IsGate<TLayer>(Node gate, Node x) => gate.Layer is TLayer && gate.Inputs[0] == x;

    // 1 + erf(x / √2).
    private static bool IsNormal(Node node, Node x) =>
        Linear(node, 1, 1) is { Layer: Elementwise { Function: ElementwiseFunction.Error } } error && Linear(error.Inputs[0], MathF.Sqrt(0.5f), 0) == x;

    private static Node? Linear(Node node, float alpha, float beta) =>
        node.Layer is Elementwise { Function: ElementwiseFunction.Linear } layer && MathF.Abs(layer.Alpha - alpha) < 1e-4f && layer.Beta == beta ? node.Inputs[0] : null;
}
