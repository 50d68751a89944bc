using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Forward passes against plain loops in double, and the loops against numbers that a person can check.</summary>
public class NaiveTests
{
    [Fact]
    public void TheReferencePoolsWithACeiling()
    {
        // 0 1 2 / 3 4 5 / 6 7 8 in windows of 2: the last column and row hang over.
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal([4, 5, 7, 8], Naive.Pool(x, 3, 1, 2, 2, 0, true, true, false));
        Assert.Equal([2, 3.5, 6.5, 8], Naive.Pool(x, 3, 1, 2, 2, 0, true, false, false));
        // One row of padding on each side: window 1 holds 4 5 7 8.
        Assert.Equal([0, 0.75, 2.25, 6], Naive.Pool(x, 3, 1, 2, 2, 1, true, false, true));
        // A third window would start behind 5 inputs and their padding.
        Assert.Equal(2, Naive.PooledSize(5, 2, 3, 1, true));
        Assert.Equal(2, Naive.PooledSize(4, 2, 4, 1, true));
    }

    [Theory]
    [InlineData(8, 3, 2, 0)]
    [InlineData(7, 2, 2, 0)]
    [InlineData(6, 3, 2, 1)]
    [InlineData(4, 2, 4, 1)]
    [InlineData(5, 2, 3, 1)]
    public void Pooling(int size, int kernel, int stride, int padding)
    {
        foreach (var fit in new[] { Fit.Floor, Fit.Ceiling })
        {
            Check(new MaxPooling(kernel) { Stride = stride, Padding = Padding.Of(padding), Fit = fit }, size, 19, x => Naive.Pool(x, size, 19, kernel, stride, padding, fit == Fit.Ceiling, true, false));
            foreach (var count in new[] { false, true })
            {
                Check(new AveragePooling(kernel) { Stride = stride, Padding = Padding.Of(padding), Fit = fit, CountPadding = count }, size, 19,
                    x => Naive.Pool(x, size, 19, kernel, stride, padding, fit == Fit.Ceiling, false, count));
            }
        }
    }

    [Fact]
    public void Products()
    {
        var (map, factors) = (Network.Input(2, 1, 3), Network.Input(3));
        var network = Network.Of([map * factors, factors * map, map * map]);
        var values = network.Run(new Dictionary<string, Tensor>
        {
            [network.Inputs[0].Name] = Tensor.From([1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6], 2, 2, 1, 3),
            [network.Inputs[1].Name] = Tensor.From([1, 10, 100, 2, 20, 200], 2, 3),
        });
        float[] scaled = [1, 20, 300, 4, 50, 600, -2, -40, -600, -8, -100, -1200];
        Assert.Equal(scaled, values[network.Outputs[0].Name].ToArray());
        Assert.Equal(scaled, values[network.Outputs[1].Name].ToArray());
        Assert.Equal([1, 4, 9, 16, 25, 36, 1, 4, 9, 16, 25, 36], values[network.Outputs[2].Name].ToArray());
    }

    // 3 of 7: windows 0…2, 2…4, 4…6.
    [Fact]
    public void TheReferencePoolsToASize() =>
        Assert.Equal([16, 18, 20, 30, 32, 34, 44, 46, 48], Naive.PoolTo([.. Enumerable.Range(0, 49).Select(i => (double)i)], 7, 1, 3, maximum: true));

    [Theory]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    [InlineData(10, 4)]
    [InlineData(6, 1)]
    [InlineData(5, 5)]
    [InlineData(3, 7)]
    public void AdaptivePooling(int size, int outputs)
    {
        Check(new AdaptiveAveragePooling(outputs), size, 19, x => Naive.PoolTo(x, size, 19, outputs, maximum: false));
        Check(new AdaptiveMaxPooling(outputs), size, 19, x => Naive.PoolTo(x, size, 19, outputs, maximum: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(64)]
    [InlineData(139)]
    public void GlobalPooling(int channels)
    {
        foreach (var keep in new[] { false, true })
            Check(new GlobalAveragePooling { KeepAxes = keep }, 6, channels, x => Naive.Pool(x, 6, channels, 6, 6, 0, false, false, false));
    }

    // 1 2 3, size 3, α 3, β 1, k 1: 1 / (1 + 5), 2 / (1 + 14), 3 / (1 + 13).
    [Fact]
    public void TheReferenceOfLocalResponse() =>
        Assert.Equal([1 / 6.0, 2 / 15.0, 3 / 14.0], Naive.LocalResponse([1, 2, 3], 3, new LocalResponseNormalization(3) { Alpha = 3, Beta = 1 }));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(19, 5)]
    [InlineData(64, 4)]
    [InlineData(3000, 2)]
    public void LocalResponse(int channels, int size)
    {
        foreach (var beta in new[] { 0.75f, 0.5f, 1 })
        {
            var layer = new LocalResponseNormalization(size) { Alpha = 0.7f, Beta = beta, K = 1.5f };
            Check(layer, 4, channels, x => Naive.LocalResponse(x, channels, layer));
        }
    }

    // 0 and 4, twice as wide: 0 1 3 4 (PyTorch's Upsample(scale_factor=2, mode="bilinear")).
    [Fact]
    public void TheReferenceEnlarges()
    {
        Assert.Equal([0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 3, 4], Naive.Enlarge([0, 4, 0, 4], 2, 1, 2, linear: true));
        Assert.Equal([0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4], Naive.Enlarge([0, 4, 0, 4], 2, 1, 2, linear: false));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(4, 3)]
    public void Enlarging(int size, int factor)
    {
        Check(new Resampling(factor), size, 19, x => Naive.Enlarge(x, size, 19, factor, linear: false));
        Check(new Resampling(factor) { Interpolation = Interpolation.Linear }, size, 19, x => Naive.Enlarge(x, size, 19, factor, linear: true));
    }

    private static void Check(Layer layer, int size, int channels, Func<double[], double[]> expected, double tolerance = 1e-5)
    {
        var random = new Random(3);
        var x = new float[size * size * channels];
        foreach (ref var value in x.AsSpan()) value = (float)(random.NextDouble() * 8 - 4);
        var actual = Network.Sequential(Shape.Of(size, size, channels), layer).Run(Tensor.From(x, 1, size, size, channels)).ToArray();
        var wanted = expected([.. x.Select(value => (double)value)]);
        Assert.Equal(wanted.Length, actual.Length);
        for (var i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], actual[i], tolerance);
    }
}
