using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Models;

/// <summary>One pass over a larger input gives what the network says of every window.</summary>
public class ScanningTests
{
    // 5 − 5 + pooling of two, twice: windows of 32 at a stride of 4.
    [Fact]
    [Trait("Row", "37")]
    public void EveryPositionOfAPictureIsTheNetworksOutput() => Check(
        Network.Sequential(Shape.Of(32, 32, 2), new Convolution(6, 5), new Tanh(), new AveragePooling(2), new Convolution(16, 5), new BatchNormalization(), new Tanh(), new AveragePooling(2),
            new Flatten(), new Dense(30), new Tanh(), new Dropout(0.2f), new Dense(21), new Relu(), new Dense(10), new Softmax()),
        [44, 53], [4, 4]);

    // The lecture's waveform: windows of 61 samples, the last of which no layer looks at, at a stride of 6.
    [Fact]
    [Trait("Row", "37")]
    [Trait("Row", "69")]
    public void EveryPositionOfARecordingIsTheNetworksOutput() => Check(
        Network.Sequential(Shape.Of(61, 1), new Convolution(8, 9) { Stride = 3 }, new Relu(), new MaxPooling(2), new Convolution(5, 3) { Dilation = 2 }, new Relu(), new Flatten(), new Dense(7), new Relu(), new Dense(2)),
        [200], [6]);

    [Fact]
    [Trait("Row", "37")]
    public void EveryPositionOfAVolumeIsTheNetworksOutput() => Check(
        Network.Sequential(Shape.Of(6, 7, 5, 2), new Convolution(3, (3, 2, 2)), new Relu(), new MaxPooling((2, 1, 2)), new Flatten(), new Tanh(), new Dense(4)),
        [10, 9, 8], [2, 1, 2]);

    // Branches, global pooling with and without axes, and pooling to some outputs.
    [Fact]
    [Trait("Row", "37")]
    public void EveryPositionOfAGraph()
    {
        var x = Network.Input(12, 12, 3).Named("picture");
        var y = x.Then(new Convolution(4, 3) { Fit = Fit.Strict }, new LocalResponseNormalization(3));
        var joined = Node.Concatenate(y.Then(new Convolution(4, 1)) + y, y.Then(new Tanh()) * y).Then(new MaxPooling(2), new LayerNormalization());
        Check(Network.Of([joined.Then(new GlobalAveragePooling(), new Dense(3)), joined.Then(new GlobalAveragePooling { KeepAxes = true }, new Flatten(), new Dense(2) { HasBias = false })]), [17, 14], [2, 2]);
        Check(Network.Of(joined.Then(new AdaptiveMaxPooling(1), new Flatten(), new Dense(3))), [17, 14], [2, 2]);
        Check(Network.Sequential(Shape.Of(12, 12, 3), new Convolution(4, 1), new AdaptiveAveragePooling((6, 3)), new Flatten(), new Dense(3)), [19, 21], [2, 4]);
    }

    // A Boolean or over positions: the maximum of each output.
    [Fact]
    [Trait("Row", "37")]
    public void TheMaximumOverPositions()
    {
        // Fires at 1 2 1 and nowhere else: x · (1, 2, 1) − 5 is above 0 there alone, for inputs of 0, 1 and 2 with at most one 2.
        var network = Network.Sequential(Shape.Of(3, 1), new Flatten(), new Dense(1), new Relu());
        network.Parameters["dense1.weight"].Set([1, 2, 1]);
        network.Parameters["dense1.bias"].Set([-5]);
        var somewhere = network.ToScanning(maximum: true);
        Assert.Equal(Shape.Of(1), somewhere.OutputShape);
        Assert.Equal([1], somewhere.Run(Tensor.From([0, 1, 0, 1, 2, 1, 0, 1], 1, 8, 1)).ToArray());
        Assert.Equal([0], somewhere.Run(Tensor.From([0, 1, 0, 1, 2, 0, 0, 1], 1, 8, 1)).ToArray());
        Assert.Equal([0, 0, 0, 1, 0, 0], network.ToScanning().Run(Tensor.From([0, 1, 0, 1, 2, 1, 0, 1], 1, 8, 1)).ToArray());
    }

    [Fact]
    public void ParametersKeepTheirNamesAndSharing()
    {
        var x = Network.Input(4, 4, 2).Then(new Flatten());
        var network = Network.Of(x.Then(new Dense(3) { Name = "a", WeightDecay = 0.1f }) + x.Then(new Tanh(), new Dense(3) { SharedWith = "a" }));
        var scanning = network.ToScanning();
        Assert.Equal(["a.weight", "a.bias"], scanning.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(Shape.Of(3, 2, 4, 4), scanning.Parameters["a.weight"].Shape);
        Assert.Equal(network.Parameters.Values.ToArray(), scanning.Parameters.Values.ToArray());
        Check(network, [7, 5], [1, 1]);
    }

    // With padding only windows' insides agree; the size is still right.
    [Fact]
    public void PaddingIsAllowedOnDemand()
    {
        var scanning = LeNet.LeNet5(Shape.Of(28, 28, 1), 10).ToScanning(exact: false);
        Assert.Equal(Shape.Of(1, 4, 6, 10), scanning.Run(new Tensor(Shape.Of(1, 40, 48, 1))).Shape);
    }

    // Weights do not know the size of a map: sums over 28×28 and 40×64 with the same kernels, averaged.
    [Fact]
    [Trait("Row", "73")]
    public void TheSameWeightsOnTwoSizes()
    {
        var network = Network.Sequential(Shape.Of(28, 28, 1), new Convolution(8, 3) { Padding = Padding.Same }, new Relu(), new MaxPooling(2), new Convolution(4, 3), new Relu(), new AdaptiveAveragePooling(3), new Flatten(), new Dense(10));
        foreach (var (height, width) in new[] { (28, 28), (40, 64) })
        {
            var x = Draw(Shape.Of(2, height, width, 1));
            Assert.Equal(Shape.Of(2, 10), network.Run(x).Shape);
            // The same parameters in a network that was built for this size.
            var other = Network.Sequential(Shape.Of(height, width, 1), [.. network.Nodes.Where(node => node.Layer is not null).Select(node => node.Layer!)]);
            network.Parameters.Values.CopyTo(other.Parameters.Values);
            other.Parameters.MarkChanged();
            Assert.Equal(other.Run(x).ToArray(), network.Run(x).ToArray());
        }
    }

    [Fact]
    public void WhatCannotScan()
    {
        static string Message(Shape input, params Layer[] layers) => Assert.Throws<ArgumentException>(() => Network.Sequential(input, [.. layers.Select((layer, i) => layer with { Name = $"l{i + 1}" })]).ToScanning()).Message;
        Assert.Equal("Input 'input' of 5 cannot be scanned: it has 0 spatial axes; 1 to 3 are needed.", Message(Shape.Of(5), new Dense(2)));
        Assert.Equal("Convolution 'l1' cannot scan: it pads its map of 5×5 to 7×7, and inside a larger input stand neighbours there. What would fit: Padding.Valid on a map of 7×7, or exact: false.",
            Message(Shape.Of(5, 5, 1), new Convolution(2, 3) { Padding = Padding.Same }));
        Assert.Equal("MaxPooling 'l1' cannot scan: its last window hangs over the end of its own map. What would fit: Fit.Floor.", Message(Shape.Of(5, 5, 1), new MaxPooling(2) { Fit = Fit.Ceiling }));
        Assert.Equal("UnsharedConvolution 'l1' cannot scan: its parameters belong to places of its own map. What would fit: a Convolution with a bias a channel.", Message(Shape.Of(5, 5, 1), new UnsharedConvolution(2, 3)));
        Assert.Equal("InstanceNormalization 'l1' cannot scan: its statistics are those of its own map. What would fit: BatchNormalization or LayerNormalization.", Message(Shape.Of(5, 5, 2), new InstanceNormalization()));
        Assert.Equal("SpatialPadding 'l1' cannot scan: inside a larger input its window has neighbours, no padding. What would fit: a network without padding, or exact: false.", Message(Shape.Of(5, 5, 2), new SpatialPadding(1, 1) { Mode = PaddingMode.Reflect }));
        Assert.Equal("BatchNormalization 'l2' cannot scan: it works on a flattened map of 5×5, number by number. What would fit: this layer before the Flatten, or behind a Dense.", Message(Shape.Of(5, 5, 2), new Flatten(), new BatchNormalization()));
        Assert.Equal("Flatten 'l1' cannot scan: it is a flattened map at the end; its order differs from that of a larger map. What would fit: an output before the Flatten, or a Dense behind it.", Message(Shape.Of(5, 5, 2), new Flatten()));
        Assert.Equal("AdaptiveMaxPooling 'l1' cannot scan: its windows on a map of 5×5 for 2×2 outputs are not of one size. What would fit: a number of outputs that divides the map.", Message(Shape.Of(5, 5, 2), new AdaptiveMaxPooling(2)));
        Assert.Equal("Resampling 'l1' cannot scan: what it gives depends on its place in its own map. What would fit: convolution, pooling, dense, normalisation by channel and activation layers.", Message(Shape.Of(5, 5, 2), new Resampling(2)));
        var x = Network.Input(4, 4, 2);
        var uneven = Network.Of(Node.Add(x.Then(new MaxPooling(1) { Stride = 3 }), x.Then(new Convolution(2, 3))).Named("sum"));
        Assert.Equal("Add 'sum' cannot scan: its inputs have windows of 2×2 at stride 3×3 and 2×2 at stride 1×1. What would fit: branches of equal size and stride.", Assert.Throws<ArgumentException>(() => uneven.ToScanning()).Message);
    }

    // Every window, cut out and given to the network, against its position of one pass.
    private static void Check(Network network, int[] sizes, int[] strides)
    {
        for (var i = 0; i < network.Parameters.States.Length; i++) network.Parameters.States[i] = 0.5f + i % 5 * 0.1f;
        network.Parameters.MarkStatesChanged();
        var scanning = network.ToScanning();
        int[] window = [.. network.InputShape[..^1]];
        var channels = network.InputShape.Channels;
        var input = Draw(Shape.Of([1, .. sizes, channels]));
        var outputs = scanning.Run(new Dictionary<string, Tensor> { [scanning.Inputs[0].Name] = input });
        int[] positions = [.. sizes.Select((size, axis) => (size - window[axis]) / strides[axis] + 1)];
        var count = positions.Aggregate(1, (product, size) => product * size);
        for (var position = 0; position < count; position++)
        {
            var place = new int[sizes.Length];
            for (var (axis, rest) = (sizes.Length - 1, position); axis >= 0; rest /= positions[axis--]) place[axis] = rest % positions[axis] * strides[axis];
            var expected = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = Cut(input, place, window) });
            foreach (var (output, node) in network.Outputs.Zip(scanning.Outputs))
            {
                var (alone, scanned) = (expected[output.Name].ToArray(), outputs[node.Name]);
                Assert.Equal(Shape.Of([1, .. positions, alone.Length]), scanned.Shape);
                for (var c = 0; c < alone.Length; c++) Assert.Equal(alone[c], scanned.Floats[position * alone.Length + c], 2e-5);
            }
        }
    }

    private static Tensor Cut(Tensor input, int[] place, int[] window)
    {
        var (channels, result) = (input.Shape.Channels, new Tensor(Shape.Of([1, .. window, input.Shape.Channels])));
        for (var i = 0; i < result.Floats.Length; i++)
        {
            var (rest, from, scale) = (i / channels, 0, 1);
            for (var axis = window.Length - 1; axis >= 0; rest /= window[axis--])
            {
                from += (place[axis] + rest % window[axis]) * scale;
                scale *= input.Shape[axis + 1];
            }
            result.Floats[i] = input.Floats[from * channels + i % channels];
        }
        return result;
    }

    private static Tensor Draw(Shape shape)
    {
        var (tensor, random) = (new Tensor(shape), new Random(5));
        foreach (ref var value in tensor.Floats) value = (float)(random.NextDouble() * 2 - 1);
        return tensor;
    }
}
