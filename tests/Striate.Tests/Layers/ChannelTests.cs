using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Maps of several channels, against the lectures' sums written as loops; small integers, so every digit must be right.</summary>
public class ChannelTests
{
    // Z[n, i, j, k] = Σ over l, m, o of V[n, l, j + m, k + o] · K[i, l, m, o] with the channel first, from zero.
    [Fact]
    [Trait("Row", "65")]
    public void AFourDimensionalKernelSumsOverTheInputChannels()
    {
        const int N = 2, L = 3, H = 6, W = 5, I = 4, M = 3, O = 2;
        var layer = new Convolution(I, (M, O)) { Name = "c", HasBias = false };
        var (v, k, z) = Run(layer, N, H, W, L);
        for (var n = 0; n < N; n++)
            for (var i = 0; i < I; i++)
                for (var row = 0; row <= H - M; row++)
                    for (var column = 0; column <= W - O; column++)
                    {
                        float sum = 0;
                        for (var l = 0; l < L; l++)
                            for (var m = 0; m < M; m++)
                                for (var o = 0; o < O; o++) sum += v[((n * H + row + m) * W + column + o) * L + l] * k[((i * L + l) * M + m) * O + o];
                        Assert.Equal(sum, z[((n * (H - M + 1) + row) * (W - O + 1) + column) * I + i]);
                    }
    }

    // H[i, j, d] = U[d] + Σ over a, b in −Δ…Δ and c of V[a, b, c, d] · X[i + a, j + b, c], with zeros outside.
    [Fact]
    [Trait("Row", "66")]
    public void OffsetsOfBothSignsAndABiasAChannel()
    {
        const int Delta = 1, S = 5, C = 2, D = 3, T = 2 * Delta + 1;
        var layer = new Convolution(D, T) { Name = "c", Padding = Padding.Same };
        var (x, v, h) = Run(layer, 1, S, S, C);
        for (var i = 0; i < S; i++)
            for (var j = 0; j < S; j++)
                for (var d = 0; d < D; d++)
                {
                    // As Run sets them.
                    float sum = d - 1;
                    for (var a = -Delta; a <= Delta; a++)
                        for (var b = -Delta; b <= Delta; b++)
                            for (var c = 0; c < C; c++)
                                if (i + a is >= 0 and < S && j + b is >= 0 and < S) sum += v[((d * C + c) * T + a + Delta) * T + b + Delta] * x[((i + a) * S + j + b) * C + c];
                    Assert.Equal(sum, h[(i * S + j) * D + d]);
                }
    }

    [Theory]
    [Trait("Row", "53")]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void StrideIsConvolutionThenEveryNth(int stride, int padding)
    {
        var layer = new Convolution(4, 3) { Name = "c", Padding = Padding.Of(padding) };
        var (_, _, dense) = Run(layer, 1, 11, 8, 2);
        var (_, _, sparse) = Run(layer with { Stride = stride }, 1, 11, 8, 2);
        var (height, width) = (11 + 2 * padding - 2, 8 + 2 * padding - 2);
        var kept = Enumerable.Range(0, height * width).Where(place => place / width % stride == 0 && place % width % stride == 0).SelectMany(place => dense.Skip(place * 4).Take(4));
        Assert.Equal(kept, sparse);
    }

    // k − 1 zeros in all keep the size; odd kernels have (k − 1) / 2 on each side, which is what Same means.
    [Theory]
    [Trait("Row", "56")]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void HalfAKernelOnEachSideKeepsTheSize(int kernel)
    {
        var layer = new Convolution(2, kernel) { Name = "c", Padding = Padding.Of((kernel - 1) / 2) };
        Assert.Equal(Shape.Of(9, 8, 2), Network.Sequential(Shape.Of(9, 8, 3), layer).OutputShape);
        Assert.Equal(Run(layer with { Padding = Padding.Same }, 1, 9, 8, 3).Y, Run(layer, 1, 9, 8, 3).Y);
    }

    // One axis and a channel: a waveform. One axis and a channel a joint's coordinate: a moving skeleton. The second is the sum of what each coordinate gives alone.
    [Theory]
    [Trait("Row", "69")]
    [InlineData(1)]
    [InlineData(9)]
    public void SeriesOfOneAndOfManyChannels(int channels)
    {
        const int Time = 12, T = 3;
        var (x, k, y) = Run(new Convolution(2, T) { Name = "c", HasBias = false, Stride = 2 }, 1, Time, channels);
        for (var step = 0; step <= (Time - T) / 2; step++)
            for (var i = 0; i < 2; i++)
            {
                float sum = 0;
                for (var c = 0; c < channels; c++)
                    for (var t = 0; t < T; t++) sum += x[(2 * step + t) * channels + c] * k[(i * channels + c) * T + t];
                Assert.Equal(sum, y[step * 2 + i]);
            }
    }

    // Depth, height, width and channels: a scan has one, a film three.
    [Theory]
    [Trait("Row", "72")]
    [InlineData(1)]
    [InlineData(3)]
    public void VolumesAreConvolvedAndPooled(int channels)
    {
        const int D = 4, H = 5, W = 6, T = 2;
        var (x, k, y) = Run(new Convolution(2, T) { Name = "c", HasBias = false }, 1, D, H, W, channels);
        float At(int depth, int row, int column, int i)
        {
            float sum = 0;
            for (var c = 0; c < channels; c++)
                for (var t = 0; t < T * T * T; t++)
                    sum += x[(((depth + t / 4) * H + row + t / 2 % 2) * W + column + t % 2) * channels + c] * k[(i * channels + c) * T * T * T + t];
            return sum;
        }
        for (var place = 0; place < 3 * 4 * 5; place++)
            for (var i = 0; i < 2; i++) Assert.Equal(At(place / 20, place / 5 % 4, place % 5, i), y[place * 2 + i]);
        var pooled = Network.Sequential(Shape.Of(3, 4, 5, 2), new MaxPooling(2)).Run(Tensor.From(y, Shape.Of(1, 3, 4, 5, 2)));
        Assert.Equal(Shape.Of(1, 1, 2, 2, 2), pooled.Shape);
        Assert.Equal(Enumerable.Range(0, 8).Max(t => At(t / 4, t / 2 % 2, t % 2, 1)), pooled.Floats[1]);
    }

    private static (float[] X, float[] Weights, float[] Y) Run(Convolution layer, params int[] sizes)
    {
        var network = Network.Sequential(Shape.Of(sizes[1..]), layer);
        var weights = network.Parameters["c.weight"].Values;
        for (var i = 0; i < weights.Length; i++) weights[i] = i * 5 % 17 - 8;
        if (layer.HasBias) for (var i = 0; i < layer.Channels; i++) network.Parameters["c.bias"].Values[i] = i - 1;
        network.Parameters.MarkChanged();
        var x = new Tensor(Shape.Of(sizes));
        for (var i = 0; i < x.Floats.Length; i++) x.Floats[i] = i * i % 17 - 8;
        var y = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = x }, options: new PlanOptions { Algorithms = Algorithms.Direct });
        return (x.ToArray(), weights.ToArray(), y[network.Outputs[0].Name].ToArray());
    }
}
