using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Layers of arrays.</summary>
internal static partial class LayerNetworks
{
    private static Dictionary<string, Func<Network>> Arrays { get; } = new()
    {
        ["transposition"] = () => Network.Sequential(Shape.Of(4, 5, 3), new Transposition([2, 0, 1]), new Convolution(2, 2), new Transposition([1, 0, 2])),
        ["reshaping"] = () => Network.Sequential(Shape.Of(4, 5, 3), new Reshaping([-1, 2, 10]), new Transposition([0, 2, 1]), new Reshaping([60]), new Reshaping([4, 3, 5])),
        ["examples and axes"] = () => Network.Sequential(Shape.Of(4, 5, 3), new AxisToBatch(4), new Convolution(2, 2), new BatchToAxis(4)),
        ["constant"] = () => Network.Of([Network.Input(4).Then(new Relu()), Node.Apply(new ConstantArray(Tensor.From<long>([1, 2, 3, 4, 5, 6], Shape.Of(2, 3))))]),
    };
}
