using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Layers of arrays. Their numbers are held against ONNX's own cases, their gradients here.</summary>
public partial class LayerCaseTests
{
    private static readonly Dictionary<Type, Func<Network>> ArrayCases = new()
    {
        [typeof(Transposition)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            return Network.Of((x.Then(new Transposition([2, 0, 1])) + x.Then(new Transposition([1, 2, 0]), new Transposition([1, 2, 0]))).Then(new Transposition([0, 2, 1]), new Convolution(2, 2)));
        },
        [typeof(Reshaping)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), new Reshaping([6, -1, 4]), new Convolution(2, 2), new Flatten(), new Reshaping([-1, 5]), new Tanh()),
        [typeof(AxisToBatch)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), new AxisToBatch(3), new Flatten(), new Dense(2), new Tanh(), new BatchToAxis(3)),
        [typeof(BatchToAxis)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), new AxisToBatch(3), new BatchToAxis(3), new Tanh()),
        [typeof(ConstantArray)] = () => Network.Of([Network.Input(4, 5, 3).Then(new Convolution(6, 2)), Node.Apply(new ConstantArray(Tensor.From([1, 2, 3, 4], 2, 2)))]),
    };
}
