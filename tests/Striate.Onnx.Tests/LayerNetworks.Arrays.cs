using Striate.Kernels.Arrays;
using Striate.Kernels.Padding;
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
        // An operator of ONNX between functions, for a known number of examples and for none.
        ["softmax of known examples"] = () => Network.Sequential(Shape.Of(4, 5, 3), new AxisToBatch(4), new Elementwise(ElementwiseFunction.Exponential), new Softmax(), new Transposition([1, 0]), new BatchToAxis(4), new Softmax(), new Transposition([1, 2, 0])),
        ["examples and axes"] = () => Network.Sequential(Shape.Of(4, 5, 3), new AxisToBatch(4), new Convolution(2, 2), new BatchToAxis(4)),
        ["elementwise"] = () => Network.Of([.. Enum.GetValues<ElementwiseFunction>().Where(function => function != ElementwiseFunction.Not).Select(Function)]),
        ["elementwise, whole"] = () => Network.Of([.. new[] { ElementType.Int64, ElementType.Int32, ElementType.UInt8, ElementType.Int8 }.SelectMany(type => Whole.Select(function => Input(4).Then(new Casting(type), new Elementwise(function), new Casting(ElementType.Float32))))]),
        ["broadcasting"] = () => Network.Of([.. Enum.GetValues<BroadcastOperation>().Where(operation => operation is <= BroadcastOperation.Slope or >= BroadcastOperation.Equal).SelectMany(operation => new[] { Pair(operation, [3], [4, 5, 3]), Pair(operation, [4, 1, 3], [5, 1]) })]),
        ["broadcasting, whole"] = () => Network.Of([.. Enum.GetValues<BroadcastOperation>().Where(operation => operation is not (BroadcastOperation.Power or >= BroadcastOperation.And and <= BroadcastOperation.ExclusiveOr))
            .Select(operation => Pair(operation, [4, 1], [3], operation is BroadcastOperation.ShiftLeft or BroadcastOperation.ShiftRight ? ElementType.UInt8 : ElementType.Int32))]),
        ["broadcasting, truths"] = () => Network.Of([.. new[] { BroadcastOperation.And, BroadcastOperation.Or, BroadcastOperation.ExclusiveOr, BroadcastOperation.Equal }.Select(operation => Pair(operation, [4, 1], [3], ElementType.Boolean)),
            Input(4).Then(new Casting(ElementType.Boolean), new Elementwise(ElementwiseFunction.Not))]),
        ["selection"] = () => Network.Of(Node.Apply(new Selection(), Pair(BroadcastOperation.Greater, [4, 5, 3], [1, 3]), Input(3).Then(new Tanh()), Node.Apply(new ConstantArray(Tensor.From([1, 2, 3, 4], 4, 1, 1))))),
        ["casting"] = () => Network.Of([.. Enum.GetValues<ElementType>().Select(type => Input(4, 3).Then(new Casting(type)))]),
        ["hardmax"] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(7, 2), new Hardmax(), new Convolution(2, 1)),
        ["sums along axes"] = () => Network.Sequential(Shape.Of(4, 5, 3), AxisSums.Of(0, [[0.5f, 0.2f, 0, 0], [0, 0.3f, 0, 1]]), AxisSums.Of(-1, [[0, 1, 2], [0, 0, 3]]), AxisSums.Of(1, [[0, 0, 0, 1, 0], [2, 0, 0, 0, 0]])),
        ["spectra"] = () =>
        {
            var x = Network.Input(12, 2).Then(new Tanh());
            return Network.Of([x.Then(new Spectrum(6) { Step = 3, Window = [0.1f, 0.5f, 1, 1, 0.5f, 0.1f] }), x.Then(new Spectrum(16), new Spectrum(10) { IsInverse = true }),
                x.Then(new Reshaping([24, 1]), new Spectrum(8) { Step = 8, IsOneSided = true }, new Spectrum(9) { IsInverse = true, IsOneSided = true })]);
        },
        ["unpooling by indices"] = () =>
        {
            var x = Network.Input(5, 4, 3);
            return Network.Of([Node.Apply(new IndexUnpooling([5, 4], [5, 6]), x.Then(new MaxPooling(2)), x.Then(new MaxPoolingIndices(2) { Counting = PlaceCounting.AllMaps })), x.Then(new MaxPoolingIndices(2) { Counting = PlaceCounting.AllMapsByColumns }, new Reshaping([-1]))]);
        },
        ["slicing"] = () => Network.Of([Network.Input(4, 5, 3).Then(new Slicing([3, 0, 1], [4, 2, 2], [-1, 2, 1])), Network.Input(5).Then(new Slicing([1], [0], [1]))]),
        ["joining"] = () => Network.Of(Node.Apply(new Joining(-2), Network.Input(4, 5, 3), Network.Input(4, 2, 3), Node.Apply(new ConstantArray(Tensor.From([.. Enumerable.Range(0, 12)], 4, 1, 3))))),
        ["tiling"] = () => Network.Sequential(Shape.Of(4, 1, 3), new Tiling([2, 5, 1])),
        ["array padding"] = () => Network.Of([.. Enum.GetValues<PaddingMode>().Select(mode => Network.Input(4, 5, 3).Then(new ArrayPadding([1, -1, 2], [2, 1, -2]) { Mode = mode, Value = mode == PaddingMode.Constant ? 1.5 : 0 }))]),
        ["gathering"] = () =>
        {
            var (x, places) = (Network.Input(4, 5, 3), Node.Apply(new ConstantArray(Tensor.From<long>([1, -1, 1, 0, 2, 2], Shape.Of(3, 2)))));
            var words = Node.Apply(new ConstantArray(Tensor.From([.. Enumerable.Range(0, 60)], 4, 5, 3)));
            var best = x.Then(new TopPlaces(1, 2));
            return Network.Of([Node.Apply(new Gathering(1), x, places), Node.Apply(new Gathering(1) { Rule = GatheringRule.Elements }, x, best), Node.Apply(new Gathering(1), words, best), Node.Apply(new Gathering(0), words, x.Then(new TopPlaces(2, 2))),
                Node.Apply(new Gathering(0) { Rule = GatheringRule.Tuples }, x, x.Then(new TopPlaces(2, 2)))]);
        },
        ["reduction"] = () => Network.Of([.. Enum.GetValues<ReductionFunction>().Select((function, i) => Network.Input(4, 5, 3).Then(new Sigmoid(), new Reduction(function, i % 3 == 0 ? [1] : i % 3 == 1 ? [0, -1] : [])))]),
        ["top places"] = () => Network.Of([Network.Input(4, 5, 3).Then(new TopPlaces(-2, 3) { IsSmallest = true }), Network.Input(4, 5, 3).Then(new TopPlaces(0, 1) { PrefersLast = true })]),
        ["cumulation"] = () => Network.Of([Network.Input(4, 5, 3).Then(new Cumulation(1) { IsExclusive = true, IsReverse = true }), Network.Input(4, 5, 3).Then(new Cumulation(-1) { IsProduct = true }), Network.Input(4, 5, 3).Then(new Cumulation(0) { IsProduct = true, IsReverse = true, IsExclusive = true })]),
        ["matrices"] = () => Network.Of([Node.Apply(new MatrixMultiplication { TransposesSecond = true, Factor = 0.5f }, Network.Input(2, 4, 3), Network.Input(5, 3)), Node.Apply(new MatrixMultiplication { TransposesFirst = true }, Network.Input(3, 4), Node.Apply(new ConstantArray(Tensor.From([1, 2, 3, 4, 5, 6], 3, 2))))]),
        ["regions"] = () =>
        {
            var regions = Node.Apply(new ConstantArray(Tensor.From([0, 0, 2, 2.5f, 0.5f, 0, 2, 2.5f, 1.3f, 1.1f, 3, 3.2f], 3, 4)));
            var maps = Node.Apply(new ConstantArray(Tensor.From([.. Enumerable.Range(0, 48).Select(i => MathF.Sin(i))], 2, 4, 3, 2)));
            return Network.Of([Network.Input(3).Then(new Relu()), Node.Apply(new RegionAlignment(2, 2), maps, regions, Node.Apply(new ConstantArray(Tensor.From<long>([0, 1, 1], Shape.Of(3))))),
                Node.Apply(new NonMaximumSuppression(2, 0.3f) { ScoreThreshold = 0.1f }, regions.Then(new Reshaping([1, 3, 4])), Node.Apply(new ConstantArray(Tensor.From([0.9f, 0.8f, 0.7f], 1, 1, 3))))]);
        },
        ["constant"] = () => Network.Of([Network.Input(4).Then(new Relu()), Node.Apply(new ConstantArray(Tensor.From<long>([1, 2, 3, 4, 5, 6], Shape.Of(2, 3))))]),
    };

    private static ElementwiseFunction[] Whole => [ElementwiseFunction.Absolute, ElementwiseFunction.Sign, ElementwiseFunction.Relu, ElementwiseFunction.Not];

    private static Node Input(params int[] sizes) => Network.Input(sizes).Then(new Tanh());

    // Numbers inside what the function is defined for.
    private static Node Function(ElementwiseFunction function)
    {
        var x = Network.Input(4, 5, 3).Then(new Sigmoid(), new Elementwise(ElementwiseFunction.Linear) { Alpha = 0.5f, Beta = function == ElementwiseFunction.AreaCosine ? 1.1f : 0.1f });
        return x.Then(new Elementwise(function) { Alpha = 0.3f, Beta = 0.4f });
    }

    private static Node Pair(BroadcastOperation operation, int[] first, int[] second, ElementType type = ElementType.Float32)
    {
        Node Side(int[] sizes, float from) => Network.Input(sizes).Then(new Sigmoid(), new Elementwise(ElementwiseFunction.Linear) { Alpha = 3, Beta = from }, new Casting(type));
        return Node.Apply(new Broadcasting(operation), Side(first, 0.5f), Side(second, 1));
    }
}
