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
    public void CutsAndBordersThatDoNotFitAreShown()
    {
        Assert.Equal("Slicing 'slicing1' cuts 1 axes with 1 sizes and 1 steps; its input 4×5×3 has 3.", Message(new Slicing([0], [2], [1])));
        Assert.Equal("Slicing 'slicing1' takes 3 places of axis 1, from 2 in steps of 2 to 6; its input 4×5×3 has the places 0 to 4.", Message(new Slicing([0, 2, 0], [4, 3, 3], [1, 2, 1])));
        Assert.Equal("Tiling 'tiling1' repeats 2, -1, 1 times; its input 4×5×3 needs 3 numbers of 0 or more.", Message(new Tiling([2, -1, 1])));
        Assert.Equal("ArrayPadding 'arraypadding1' has 1 and 3 widths; its input 4×5×3 has 3 axes.", Message(new ArrayPadding([1], [0, 0, 0])));
        Assert.Equal("ArrayPadding 'arraypadding1' makes 4 + -3 + -2 = -1 places of axis 0 of its input 4×5×3, of which 0 are left to repeat.", Message(new ArrayPadding([-3, 0, 0], [-2, 0, 0])));
        Assert.Equal("Joining 'joining1' has axis 3; its input 4×5×3 has 3 axes. What would fit: -3 to 2.", Message(new Joining(3)));
        Assert.Equal("Joining 'joining1' joins arrays that differ along axis 1 alone; its inputs are 4×5×3, 4×2×2.", Message(new Joining(1), [4, 2, 2]));
    }

    [Fact]
    public void PlacesAndMatricesThatDoNotFitAreShown()
    {
        Assert.Equal("TopPlaces 'topplaces1' takes 6 of the 5 places along axis 1 of its input 4×5×3.", Message(new TopPlaces(1, 6)));
        Assert.Equal("TopPlaces 'topplaces1' takes the last of equal numbers only where it takes 1 place, not 2.", Message(new TopPlaces(1, 2) { PrefersLast = true }));
        Assert.Equal("MatrixMultiplication 'matrixmultiplication1' multiplies matrices; its inputs are 4×5×3 and 3.", Message(new MatrixMultiplication(), [3]));
        Assert.Equal("MatrixMultiplication 'matrixmultiplication1' multiplies 5×3 by 2×6; 3 and 2 must be equal. Its inputs are 4×5×3 and 2×6.", Message(new MatrixMultiplication(), [2, 6]));
        Assert.Equal("MatrixMultiplication 'matrixmultiplication1' cannot broadcast 4 and 2, the axes before the matrices of 4×5×3 and 2×3×6.", Message(new MatrixMultiplication(), [2, 3, 6]));
        Assert.Equal("NonMaximumSuppression 'nonmaximumsuppression1' takes boxes of pictures × boxes × 4 and scores of pictures × classes × boxes; its inputs are 4×5×3 and 4×1×5.", Message(new NonMaximumSuppression(1, 0.5f), [4, 1, 5]));
        var places = Network.Input(ElementType.Int64, 2);
        Assert.Equal("Gathering 'gathering1' takes one element a place: beside axis 0 its places, 2, must lie within its input 4×5.",
            Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(new Gathering(0) { Rule = GatheringRule.Elements }, Network.Input(4, 5), places))).Message);
        Assert.Equal("Gathering 'gathering1' takes indices of 2 axes behind 1 common ones; its input is 4×5, its places are 2.",
            Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(new Gathering(1) { Rule = GatheringRule.Tuples }, Network.Input(4, 5), places))).Message);
        var words = Node.Apply(new ConstantArray(Tensor.From([1, 2, 3], 3)));
        var picked = Network.Of(Node.Apply(new Gathering(0), words, places));
        Assert.Equal([3, 1], picked.Run(Tensor.From<long>([-1, 0], Shape.Of(1, 2))).ToArray());
        Assert.Equal("Gathering 'gathering1' has the place 3 on an axis of 3. What would fit: -3 to 2.", Assert.Throws<ArgumentException>(() => picked.Run(Tensor.From<long>([3, 0], Shape.Of(1, 2)))).Message);
    }

    [Fact]
    public void SetsWithoutNumbersHaveTheirSums()
    {
        float[] Of(ReductionFunction function) => Network.Of(Network.Input(2, 0).Then(new Reduction(function, [1]))).Run(new Tensor(Shape.Of(1, 2, 0))).ToArray();
        Assert.Equal([0, 0], Of(ReductionFunction.Sum));
        Assert.Equal([1, 1], Of(ReductionFunction.Product));
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], Of(ReductionFunction.Maximum));
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity], Of(ReductionFunction.Minimum));
        Assert.Equal([float.NaN, float.NaN], Of(ReductionFunction.Mean));
        Assert.Equal("Input 'input' is 2×0; it needs 1 or more along every axis.", Assert.Throws<ShapeException>(() => Network.Of(Network.Input(2, 0).Then(new Relu()))).Message);
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

    private static string Message(Layer layer, int[] second) => Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(layer, Network.Input(4, 5, 3), Network.Input(second)))).Message;

    private static string Message(Layer layer) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 5, 3), layer)).Message;
}
