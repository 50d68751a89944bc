using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>What layers of arrays and typed values say of settings and inputs that do not fit.</summary>
public class ArrayMessageTests
{
    [Fact]
    public void OrdersAndSizesThatDoNotFitAreShown()
    {
        Assert.Equal("Transposition 'transposition1' has the order 0, 0, 2, which does not name each axis of its input 4×5×3 once.", Message(new Transposition([0, 0, 2])));
        Assert.Equal("Transposition 'transposition1' has the order 1, 0, which does not name each axis of its input 4×5×3 once.", Message(new Transposition([1, 0])));
        Assert.Equal("Reshaping 'reshaping1' makes 7×8 = 56 numbers of its input 4×5×3, which has 60.", Message(new Reshaping([7, 8])));
        Assert.Equal("Reshaping 'reshaping1' makes 7×-1 = 7 numbers times what is left of its input 4×5×3, which has 60.", Message(new Reshaping([7, -1])));
        Assert.Equal("AxisToBatch 'axistobatch1' makes 3 examples of a first axis of 3; its input is 4×5×3.", Message(new AxisToBatch(3)));
        var split = Network.Sequential(Shape.Of(4, 5, 3), new AxisToBatch(4), new BatchToAxis(3));
        Assert.Equal("BatchToAxis makes an axis of each 3 examples; there are 4.", Assert.Throws<ShapeException>(() => split.CompileInference(1)).Message.Replace(" 'batchtoaxis1'", "", StringComparison.Ordinal));
    }

    [Fact]
    public void ElementsThatALayerDoesNotTakeAreNamed()
    {
        var indices = Network.Input(ElementType.Int64, 4, 3);
        Assert.Equal("Relu 'relu1' does not take Int64, which 'input' holds. What would fit: a Casting before it.", Assert.Throws<ShapeException>(() => Network.Of(indices.Then(new Relu()))).Message);
        var moved = Network.Of(indices.Then(new Transposition([1, 0])));
        Assert.Equal("The input 'input' takes Int64, not Float32.", Assert.Throws<ArgumentException>(() => moved.Run(new Tensor(Shape.Of(2, 4, 3)))).Message);
    }

    [Fact]
    public void AnArrayThatAllExamplesShareIsNoMap()
    {
        var sum = Network.Input(3) + Node.Apply(new ConstantArray(Tensor.From([1, 2, 3], 3)));
        Assert.Equal("Add 'add1' takes inputs with one for each example; 'constantarray1' is shared by all examples.", Assert.Throws<ShapeException>(() => Network.Of(sum)).Message);
    }

    [Fact]
    public void ShapesThatAreNotRepeatedAreShown()
    {
        var (map, vector, truths) = (Network.Input(4, 5, 3), Network.Input(2), Network.Input(ElementType.Boolean, 4, 1));
        Assert.Equal("Broadcasting 'broadcasting1' sets 4×5×3 and 2 against each other; 3 along an axis does not meet 2. What would fit: the same size, or 1.", Message(new Broadcasting(BroadcastOperation.Subtract), map, vector));
        Assert.Equal("Selection 'selection1' sets 4×1 and 4×5×3 and 2 against each other; 4 along an axis does not meet 5. What would fit: the same size, or 1.", Message(new Selection(), truths, map, vector));
        Assert.Equal("Hardmax 'hardmax1' works along the last axis; its input is a single number.", Message(new Hardmax(), Network.Input()));
    }

    [Fact]
    public void ElementsOfDifferentTypesDoNotMeet()
    {
        var (floats, indices, truths) = (Network.Input(3), Network.Input(ElementType.Int64, 3), Network.Input(ElementType.Boolean, 3));
        Assert.Equal("Broadcasting 'broadcasting1' takes inputs of one type; they hold Float32 and Int64. What would fit: a Casting before one of them.", Message(new Broadcasting(BroadcastOperation.Add), floats, indices));
        Assert.Equal("Selection 'selection1' chooses between numbers of one type; its inputs hold Float32 and Int64. What would fit: a Casting before one of them.", Message(new Selection(), truths, floats, indices));
        Assert.Equal("Selection 'selection1' does not take Int64, which 'input' holds. What would fit: a Casting before it.", Message(new Selection(), indices, floats, floats));
        Assert.Equal("Broadcasting 'broadcasting1' does not take Boolean, which 'input' holds. What would fit: a Casting before it.", Message(new Broadcasting(BroadcastOperation.Add), truths, truths));
        Assert.Equal("Elementwise 'elementwise1' does not take Int64, which 'input' holds. What would fit: a Casting before it.", Message(new Elementwise(ElementwiseFunction.Sine), indices));
    }

    [Fact]
    public void WholeNumbersAreMovedAsTheyAre()
    {
        var network = Network.Of(Network.Input(ElementType.Int64, 2, 3).Then(new Transposition([1, 0]), new Reshaping([6])));
        var result = network.Run(Tensor.From<long>([1, 2, 3, 4, 5, long.MaxValue, -1, -2, -3, -4, -5, long.MinValue], Shape.Of(2, 2, 3)));
        Assert.Equal([1, 4, 2, 5, 3, long.MaxValue, -1, -4, -2, -5, -3, long.MinValue], result.AsSpan<long>().ToArray());
        var bytes = Network.Of(Network.Input(ElementType.UInt8, 2, 3).Then(new Transposition([1, 0]))).Run(Tensor.From<byte>([1, 2, 3, 4, 5, 255], Shape.Of(1, 2, 3)));
        Assert.Equal([1, 4, 2, 5, 3, 255], bytes.AsSpan<byte>().ToArray());
    }

    private static string Message(Layer layer, params Node[] inputs) => Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(layer, inputs))).Message;

    private static string Message(Layer layer) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 5, 3), layer)).Message;
}
