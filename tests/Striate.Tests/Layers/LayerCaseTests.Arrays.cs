using Striate.Kernels.Arrays;
using Striate.Kernels.Padding;
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
        [typeof(Elementwise)] = () =>
        {
            // Each on numbers for which it is defined, away from its jumps.
            var x = Network.Input(4, 5, 3).Then(new Convolution(3, 2), new Sigmoid());
            var parts = Enum.GetValues<ElementwiseFunction>().Where(function => function < ElementwiseFunction.IsNaN).Select(function => x
                .Then(new Elementwise(ElementwiseFunction.Linear) { Alpha = 0.3f, Beta = function is ElementwiseFunction.AreaCosine ? 1.1f : 0.55f }, new Elementwise(function) { Alpha = 0.51f, Beta = 0.9f }));
            var below = x.Then(new Elementwise(ElementwiseFunction.Linear) { Alpha = -0.3f, Beta = -0.6f });
            ElementwiseFunction[] signed = [ElementwiseFunction.Absolute, ElementwiseFunction.Celu, ElementwiseFunction.ScaledElu, ElementwiseFunction.Shrink, ElementwiseFunction.Softsign, ElementwiseFunction.Relu, ElementwiseFunction.Mish];
            return Network.Of(Node.Concatenate([.. parts, .. signed.Select(function => below.Then(new Elementwise(function) { Alpha = 0.5f, Beta = 0.9f }))]));
        },
        [typeof(Broadcasting)] = () =>
        {
            // Repeated on either side, along axes of size 1 and along axes that are missing, and the same shape; numbers whose quotients stay away from whole ones.
            static Node Between(Node node, float from, float to) => node.Then(new Sigmoid(), new Elementwise(ElementwiseFunction.Linear) { Alpha = to - from, Beta = from });
            static Node Pair(BroadcastOperation operation, Node a, Node b) => Node.Apply(new Broadcasting(operation), a, b);
            var input = Network.Input(4, 5, 3).Then(new Convolution(3, 2), new Tanh());
            var x = Between(input, 4.1f, 4.4f);
            var vector = Between(input.Then(new GlobalAveragePooling(), new Dense(3)), 1.1f, 1.2f);
            var row = Between(input.Then(new AdaptiveAveragePooling((1, 4)), new Convolution(3, 1)), 1.1f, 1.2f);
            var column = Between(input.Then(new AdaptiveAveragePooling((3, 1)), new Convolution(1, 1)), 4.1f, 4.4f);
            var parts = Enum.GetValues<BroadcastOperation>().Where(operation => operation <= BroadcastOperation.Slope)
                .SelectMany(operation => new[] { Pair(operation, x, vector), Pair(operation, vector, x), Pair(operation, column, row), Pair(operation, x, x) });
            return Network.Of(Node.Concatenate([.. parts, Pair(BroadcastOperation.Slope, Between(input, -2, -1), vector), Node.Apply(new Broadcasting(BroadcastOperation.Add), x, vector, row)]));
        },
        [typeof(Selection)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(3, 2), new Tanh());
            var vector = x.Then(new GlobalAveragePooling(), new Dense(3));
            var truths = Node.Apply(new ConstantArray(Tensor.From<bool>([true, false, false, true], Shape.Of(4, 1))));
            return Network.Of(Node.Apply(new Selection(), truths, x, vector) + Node.Apply(new Selection(), truths, vector, x));
        },
        [typeof(Casting)] = () =>
        {
            var x = Network.Input(6).Then(new Dense(5), new Tanh());
            return Network.Of(x.Then(new Casting(ElementType.Float32), new Dense(2)) + x.Then(new Casting(ElementType.Int32), new Casting(ElementType.Float32), new Elementwise(ElementwiseFunction.Linear) { Alpha = 0 }, new Dense(2) { HasBias = false }));
        },
        [typeof(Hardmax)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), new Hardmax(), new Convolution(2, 2)),
        [typeof(AxisSums)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), AxisSums.Of(0, [[0.5f, 0.2f, 0], [0, 0.3f, 0], [0, 0, 0], [0, 1, -2]]), new Tanh(), AxisSums.Of(-1, [[0, 1, 2, 0, 0, -1], [0, 0, 3, 1, 1, 0]]), AxisSums.Of(1, [[0, 0, 0, 1], [2, 0, 0, 0]])),
        [typeof(Spectrum)] = () =>
        {
            // Lengths of both kinds; cut, filled up, framed; half spectra and back.
            var x = Network.Input(12, 1, 2).Then(new Convolution(2, 1), new Reshaping([12, 2]));
            var frames = x.Then(new Spectrum(6) { Step = 3, Window = [0.1f, 0.5f, 1, 1, 0.5f, 0.1f] }, new Tanh());
            var back = x.Then(new Spectrum(16), new Tanh(), new Spectrum(10) { IsInverse = true });
            var real = x.Then(new Reshaping([24, 1]), new Spectrum(8) { Step = 8, IsOneSided = true }, new Tanh(), new Spectrum(9) { IsInverse = true, IsOneSided = true });
            return Network.Of(frames.Then(new Flatten(), new Dense(4)) + back.Then(new Flatten(), new Dense(4)) + real.Then(new Flatten(), new Dense(4)));
        },
        [typeof(IndexUnpooling)] = () =>
        {
            var x = Network.Input(5, 5, 2).Then(new Convolution(6, 2), new Tanh());
            return Network.Of(Node.Apply(new IndexUnpooling([4, 4], [5, 6]), x.Then(new MaxPooling(2)), x.Then(new MaxPoolingIndices(2) { Counting = PlaceCounting.AllMaps })).Then(new Convolution(2, 2)));
        },
        [typeof(Slicing)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            return Joined([x.Then(new Slicing([2, 0, 1], [3, 2, 2], [-1, 2, 3])), x.Then(new Slicing([0, 0, 2], [3, 4, 3], [1, 1, 1]), new Tanh())]);
        },
        [typeof(Joining)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            var y = Network.Input(4, 5, 3).Then(new Convolution(6, 3), new Tanh());
            return Network.Of(Node.Apply(new Joining(0), x.Then(new Slicing([0, 0, 0], [3, 3, 6], [1, 1, 1])), y, Node.Apply(new ConstantArray(new Tensor(Shape.Of(1, 3, 6))))).Then(new Convolution(2, 2)));
        },
        [typeof(Tiling)] = () => Network.Sequential(Shape.Of(4, 5, 3), new Convolution(6, 2), new Tanh(), new Tiling([1, 2, 3]), new Convolution(2, 2)),
        [typeof(ArrayPadding)] = () => Joined([.. new[] { PaddingMode.Constant, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular }.Select(mode =>
            Network.Input(4, 5, 3).Then(new Convolution(6, 2), new ArrayPadding([1, -1, 2], [2, 1, -3]) { Mode = mode, Value = mode == PaddingMode.Constant ? 0.5 : 0 }, new Tanh()))]),
        [typeof(Gathering)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            var places = Node.Apply(new ConstantArray(Tensor.From<long>([1, -1, 1, 0], Shape.Of(2, 2))));
            var best = x.Then(new TopPlaces(1, 2));
            return Joined([Node.Apply(new Gathering(1), x, places).Then(new Tanh()), Node.Apply(new Gathering(1) { Rule = GatheringRule.Elements }, x, best)]);
        },
        [typeof(Reduction)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Relu());
            return Joined([.. Enum.GetValues<ReductionFunction>().Select((function, i) => x.Then(new Convolution(4, 1), new Sigmoid(), new Reduction(function, i % 2 == 0 ? [1] : [0, -1])))]);
        },
        [typeof(TopPlaces)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            var places = x.Then(new TopPlaces(-1, 2) { IsSmallest = true });
            return Network.Of(Node.Apply(new Gathering(2) { Rule = GatheringRule.Elements }, x, places).Then(new Convolution(2, 2)));
        },
        [typeof(Cumulation)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            return Joined([x.Then(new Cumulation(0)), x.Then(new Cumulation(1) { IsExclusive = true, IsReverse = true }, new Tanh()), x.Then(new Cumulation(-1) { IsProduct = true }),
                x.Then(new Cumulation(1) { IsProduct = true, IsExclusive = true, IsReverse = true })]);
        },
        [typeof(MatrixMultiplication)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            var y = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh());
            var wide = Node.Apply(new MatrixMultiplication { TransposesSecond = true, Factor = 0.5f }, x, y);
            var tall = Node.Apply(new MatrixMultiplication { TransposesFirst = true }, x, y.Then(new Slicing([0, 0, 0], [1, 4, 6], [1, 1, 1])));
            var both = Node.Apply(new MatrixMultiplication { TransposesFirst = true, TransposesSecond = true }, x, wide);
            return Joined([wide, tall, both, Node.Apply(new MatrixMultiplication(), wide, x)]);
        },
        [typeof(NonMaximumSuppression)] = () => Network.Of([Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh()), Node.Apply(new NonMaximumSuppression(2, 0.5f), Boxes(), Node.Apply(new ConstantArray(Tensor.From([0.9f, 0.8f, 0.7f], 1, 1, 3))))]),
        [typeof(RegionAlignment)] = () =>
        {
            var x = Network.Input(4, 5, 3).Then(new Convolution(6, 2), new Tanh(), new Reshaping([1, 3, 4, 6]));
            var (regions, pictures) = (Boxes().Then(new Reshaping([3, 4])), Node.Apply(new ConstantArray(Tensor.From<long>([0, 0, 0], Shape.Of(3)))));
            return Joined([Node.Apply(new RegionAlignment(2, 2), x, regions, pictures), Node.Apply(new RegionAlignment(1, 3) { IsMaximum = true, Ratio = 2, IsHalfPixel = false, Scale = 0.8f }, x, regions, pictures)]);
        },
        [typeof(ConstantArray)] = () => Network.Of([Network.Input(4, 5, 3).Then(new Convolution(6, 2)), Node.Apply(new ConstantArray(Tensor.From([1, 2, 3, 4], 2, 2)))]),
    };

    // One output: the checks look at the first.
    private static Network Joined(IReadOnlyList<Node> nodes) => Network.Of(Node.Concatenate([.. nodes.Select(node => node.Then(new Reshaping([-1])))]));

    private static Node Boxes() => Node.Apply(new ConstantArray(Tensor.From([0, 0, 2, 2.5f, 0.5f, 0, 2, 2.5f, 1.3f, 1.1f, 3, 3.2f], 1, 3, 4)));
}
