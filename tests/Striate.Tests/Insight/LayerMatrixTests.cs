using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Tests.Layers;

namespace Striate.Tests.Insight;

public class LayerMatrixTests
{
    private static readonly Shape ThreeByThree = Shape.Of(3, 3, 1);

    [Fact]
    [Trait("Row", "19")]
    [Trait("Row", "21")]
    public void TheLecturesFourByNine()
    {
        var matrix = LayerMatrix.Of(new Convolution(1, 2), ThreeByThree, VectorOrder.ColumnMajor);
        Assert.Equal("k1 k2  0 k3 k4  0  0  0  0\n 0 k1 k2  0 k3 k4  0  0  0\n 0  0  0 k1 k2  0 k3 k4  0\n 0  0  0  0 k1 k2  0 k3 k4\n", matrix.ToSymbols());
        Assert.Equal((4, 9, 16, 4, 4), (matrix.Rows, matrix.Columns, matrix.NonZeros, matrix.FreeParameters, matrix.Rank()));
        Assert.Equal((16 / 36.0, "doubly block Toeplitz"), (matrix.Density, matrix.Structure()));
        // Along the rows the kernel's numbers go along its rows.
        Assert.StartsWith("k1 k2  0 k3 k4  0  0  0  0\n", LayerMatrix.Of(new Convolution(1, 2), ThreeByThree).ToSymbols(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "22")]
    [Trait("Row", "38")]
    [Trait("Row", "108")]
    public void FromDenseToShared()
    {
        var shared = LayerMatrix.Of(new Convolution(1, 2), ThreeByThree);
        Assert.Equal([36, 16, 4], new[] { shared.Dense(), shared.Unshared(), shared }.Select(matrix => matrix.FreeParameters));
        Assert.Equal(16, Enumerable.Range(0, 36).Count(i => shared.Unshared().TieAt(i / 9, i % 9) >= 0));
        var picture = System.Xml.Linq.XDocument.Parse(MatrixPicture.ToSvg(("dense", shared.Dense()), ("unshared", shared.Unshared()), ("shared", shared)));
        var fills = picture.Descendants().Select(element => element.Attribute("fill")?.Value).Where(fill => fill is not null and not "#fff").ToArray();
        Assert.Equal(36 + 16 + 16, fills.Length);
        Assert.Equal(4, fills[^16..].Distinct().Count());
        // 16 edges of 4 weights.
        var lines = System.Xml.Linq.XDocument.Parse(MatrixPicture.ToGraph(("shared", shared))).Descendants().Where(element => element.Name.LocalName == "line").ToArray();
        Assert.Equal((16, 4), (lines.Length, lines.Select(line => line.Attribute("stroke")!.Value).Distinct().Count()));
        var (height, width, bytes) = MatrixPicture.ToPixels(shared.Unshared(), shared);
        Assert.Equal((4, 20, 4 * 20 * 3), (height, width, bytes.Length));
    }

    [Theory]
    [Trait("Row", "18")]
    [Trait("Row", "24")]
    [InlineData("7x1", 3, 1, 5, 7, "Toeplitz")]
    [InlineData("7x1", 3, 2, 3, 7, "without diagonals")]
    [InlineData("3x3x1", 2, 1, 4, 9, "doubly block Toeplitz")]
    [InlineData("4x4x1", 2, 1, 9, 16, "doubly block Toeplitz")]
    [InlineData("3x4x3x2", 2, 1, 12 * 3, 72, "triply block Toeplitz")]
    public void TheMatrixTimesAMapIsTheLayer(string size, int kernel, int stride, int rows, int columns, string structure)
    {
        var shape = Shape.Of([.. size.Split('x').Select(int.Parse)]);
        var network = Network.Sequential(shape, new Convolution(shape.Rank == 4 ? 3 : 1, kernel) { Stride = stride });
        var random = new Random(1);
        foreach (ref var value in network.Parameters.Values) value = random.Next(-8, 9);
        network.Parameters.MarkChanged();
        foreach (var order in new[] { VectorOrder.RowMajor, VectorOrder.ColumnMajor })
        {
            var matrix = LayerMatrix.Of(network.Nodes[1], order);
            Assert.Equal((rows, columns, structure), (matrix.Rows, matrix.Columns, matrix.Structure()));
            var x = new Tensor(shape.WithBatch(1));
            foreach (ref var value in x.Floats) value = random.Next(-8, 9);
            Assert.Equal(Vector(network.Run(x), network.OutputShape, order), matrix.Apply(Vector(x, shape, order)));
        }
    }

    [Fact]
    [Trait("Row", "26")]
    public void TheTransposeIsTheTransposedConvolutionAndNoInverse()
    {
        float[] weights = [1, -2, 3, 4, 0, -6];
        foreach (var (stride, padding) in new[] { (1, 0), (2, 0), (2, 1) })
        {
            var (forward, map) = (new Convolution(1, (2, 3)) { Stride = stride, Padding = Padding.Of(padding), HasBias = false }, Shape.Of(5, 6, 1));
            var matrix = LayerMatrix.Of(forward, map, VectorOrder.RowMajor, weights);
            var back = LayerMatrix.Of(new TransposedConvolution(1, (2, 3)) { Stride = stride, Padding = Padding.Of(padding), OutputSize = (5, 6), HasBias = false }, matrix.Output, VectorOrder.RowMajor, weights);
            Assert.Equal(matrix.Transposed().ToCsv(), back.ToCsv());
            Assert.Equal((map, matrix.Output), (back.Output, back.Input));
            double[] x = [.. Enumerable.Range(1, 30).Select(i => (double)i)];
            Assert.NotEqual(x, back.Apply(matrix.Apply(x)));
        }
    }

    [Fact]
    [Trait("Row", "25")]
    [Trait("Row", "110")]
    public void TheTransposeIsTheBackwardPass()
    {
        var layer = new Convolution(2, 3) { Stride = 2, HasBias = false, Name = "c" };
        var network = Network.Sequential(Shape.Of(20, 1), new LearntInput(1) { Name = "x" }, layer);
        network.Parameters["c.weight"].Set([-3, -2, -1, 0, 1, 2]);
        var matrix = LayerMatrix.Of(network.Nodes[2]);
        var g = Enumerable.Range(0, matrix.Rows).Select(i => (float)(i * 7 % 16 - 8)).ToArray();
        var plan = network.CompileTraining(1);
        plan.Forward(0, 0);
        g.CopyTo(plan.OutputGradient());
        plan.Backward();
        var gradient = plan.Gradients.Slice(network.Parameters["x.value"].Offset, 20).ToArray();
        // From channels last to channel behind channel.
        var vector = Enumerable.Range(0, g.Length).Select(i => (double)g[i % 9 * 2 + i / 9]).ToArray();
        Assert.Equal(matrix.Transposed().Apply(vector), gradient.Select(value => (double)value));
    }

    [Fact]
    [Trait("Row", "20")]
    public void ACircularConvolutionIsCirculantAndTheFourierTransformDiagonalisesIt()
    {
        // y[p] = Σ k[t] · x[p − t], wrapped around; the kernel's first number lies at the origin.
        var (height, width, kernel) = (4, 3, new float[,] { { 1, 2 }, { 3, 4 } });
        Tensor Wrapped(Tensor batch)
        {
            var result = new Tensor(batch.Shape);
            for (var i = 0; i < batch.Floats.Length; i++)
            {
                var (n, row, column) = (i / width / height, i / width % height, i % width);
                for (var r = 0; r < 2; r++)
                    for (var c = 0; c < 2; c++) result.Floats[i] += kernel[r, c] * batch.Floats[(n * height + (row - r + height) % height) * width + (column - c + width) % width];
            }
            return result;
        }
        var matrix = LayerMatrix.Of(Wrapped, Shape.Of(height, width, 1));
        Assert.Equal("doubly block circulant", matrix.Structure());
        var count = height * width;
        System.Numerics.Complex Wave(int frequency, int place) => System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * ((double)(frequency / width) * (place / width) / height + (double)(frequency % width) * (place % width) / width));
        for (var u = 0; u < count; u++)
        {
            for (var v = 0; v < count; v++)
            {
                // (F · C · F⁻¹)[u, v], with F⁻¹ the conjugate over the count.
                System.Numerics.Complex sum = 0, transform = 0;
                for (var i = 0; i < count; i++)
                    for (var j = 0; j < count; j++) sum += Wave(u, i) * matrix[i, j] * System.Numerics.Complex.Conjugate(Wave(v, j)) / count;
                for (var r = 0; r < 2; r++)
                    for (var c = 0; c < 2; c++) transform += kernel[r, c] * Wave(u, r * width + c);
                Assert.Equal(0, (sum - (u == v ? transform : 0)).Magnitude, 1e-10);
            }
        }
    }

    [Fact]
    [Trait("Row", "135")]
    public void InterpolationAndPoolingAreMatricesOfConstants()
    {
        var matrix = LayerMatrix.Of(new Resampling(2) { Interpolation = Interpolation.Linear }, Shape.Of(2, 1));
        Assert.Equal("   1    0\n0.75 0.25\n0.25 0.75\n   0    1\n", matrix.ToSymbols());
        Assert.Equal((0, false, 2), (matrix.FreeParameters, matrix.HasParameters, matrix.Rank()));
        Assert.Equal("0.25 0.25    0 0.25 0.25    0    0    0    0\n", LayerMatrix.Of(new AveragePooling(2) { Stride = 1 }, ThreeByThree).ToText()[..45]);
        Assert.True(Linearity.Of(new Resampling(2) { Interpolation = Interpolation.Linear }, Shape.Of(4, 4, 2)).IsLinear);
        // resize(aI + bJ) = a·resize I + b·resize J.
        var network = Network.Sequential(Shape.Of(2, 2, 1), new Resampling(2) { Interpolation = Interpolation.Linear });
        float[] Resize(float[] values) => network.Run(Tensor.From(values, 1, 2, 2, 1)).ToArray();
        float[] i = [1, 2, 3, 4], j = [8, -4, 0, 16];
        Assert.Equal(Resize([.. i.Zip(j, (a, b) => 2 * a - 3 * b)]), Resize(i).Zip(Resize(j), (a, b) => 2 * a - 3 * b));
    }

    [Fact]
    [Trait("Row", "9")]
    public void WhatIsLinearAndWhatIsNot()
    {
        Assert.True(Linearity.Of(new Convolution(3, 2) { HasBias = false }, Shape.Of(4, 5, 2)).IsLinear);
        Assert.True(Linearity.Of(new Dense(3), Shape.Of(4)) is { IsAffine: true, IsLinear: true });
        Assert.True(Linearity.Of(new BatchNormalization(), Shape.Of(4, 4, 2)).IsAffine);
        Assert.True(Linearity.Of(new Convolution(3, 2) { BiasInitializer = Striate.Parameters.Initializer.Ones }, Shape.Of(4, 5, 2)) is { IsAffine: true, HasConstant: true, IsLinear: false });
        foreach (var layer in new Layer[] { new Relu(), new Tanh(), new MaxPooling(2), new LeakyRelu(0.1f) })
        {
            var found = Linearity.Of(layer, Shape.Of(2, 2, 1));
            Assert.False(found.IsAffine);
            // The example is one: computed again by hand.
            var (e, network) = (found.CounterExample!, Network.Sequential(Shape.Of(2, 2, 1), layer));
            float[] Run(IEnumerable<float> x) => network.Run(Tensor.From([.. x], 1, 2, 2, 1)).ToArray();
            Assert.Equal(e.Found, Run(e.X.Zip(e.Y, (x, y) => e.A * x + e.B * y))[e.Output]);
            Assert.Equal(e.Expected, e.A * (double)Run(e.X)[e.Output] + e.B * (double)Run(e.Y)[e.Output], 1e-6);
            Assert.NotEqual(e.Expected, e.Found, 1e-4);
        }
    }

    [Fact]
    [Trait("Row", "17")]
    public void ConvolutionAndReluDoNotCommute()
    {
        // −1 and 2 with the kernel 1 1: relu(1) = 1, and 0 + 2 = 2.
        Network Of(params Layer[] layers)
        {
            var network = Network.Sequential(Shape.Of(2, 1), layers);
            network.Parameters["c.weight"].Set([1, 1]);
            return network;
        }
        var (convolution, x) = (new Convolution(1, 2) { HasBias = false, Name = "c" }, Tensor.From([-1, 2], 1, 2, 1));
        Assert.Equal([1], Of(convolution, new Relu()).Run(x).ToArray());
        Assert.Equal([2], Of(new Relu(), convolution).Run(x).ToArray());
    }

    [Fact]
    [Trait("Row", "23")]
    public void AConvolutionIsOneProductOfMatrices()
    {
        var random = new Random(1);
        var layer = new Convolution(4, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(1), Dilation = (1, 2), HasBias = false, Name = "c" };
        var network = Network.Sequential(Shape.Of(6, 5, 3), layer);
        var weights = Enumerable.Range(0, 4 * 3 * 6).Select(_ => (float)random.Next(-8, 9)).ToArray();
        network.Parameters["c.weight"].Set(weights);
        var x = new Tensor(Shape.Of(1, 6, 5, 3));
        foreach (ref var value in x.Floats) value = random.Next(-8, 9);
        var lowering = PatchLowering.Of(layer, x.Reshape(6, 5, 3), weights);
        Assert.Equal((network.OutputShape[0] * network.OutputShape[1], 18, 4), (lowering.Pixels, lowering.Length, lowering.Channels));
        Assert.Equal(network.Run(x).ToArray().Select(value => (double)value), lowering.Multiply());
        Assert.Equal("patches, 4 × 4\n0 1 3 4\n1 2 4 5\n3 4 6 7\n4 5 7 8\nweights, 4 × 1\n0\n1\n2\n3\npatches · weights, 4 × 1\n19\n25\n37\n43\n",
            PatchLowering.Of(new Convolution(1, 2), Tensor.From([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3, 1), [0, 1, 2, 3]).ToText());
    }

    [Fact]
    public void WhatHasNoMatrix()
    {
        static string Message(Action act) => Assert.Throws<ArgumentException>(act).Message;
        Assert.StartsWith("Relu is not linear: with x = [", Message(() => LayerMatrix.Of(new Relu(), Shape.Of(3))), StringComparison.Ordinal);
        Assert.Equal("Add has 2 inputs; a matrix belongs to a layer with one.", Message(() => LayerMatrix.Of(new Add(), Shape.Of(3))));
        Assert.Equal("Convolution from 224×224×3 to 222×222×8 is a matrix of 394272 × 150528 = 59348975616 numbers; at most 4194304 are shown. What would fit: a smaller map.",
            Message(() => LayerMatrix.Of(new Convolution(8, 3), Shape.Of(224, 224, 3))));
        Assert.Equal("Convolution has 4 weights for an input of 3×3×1, not 5.", Message(() => LayerMatrix.Of(new Convolution(1, 2), ThreeByThree, VectorOrder.RowMajor, [1, 2, 3, 4, 5])));
        Assert.Equal("A picture of 480 inputs or outputs is none to look at; at most 100 are drawn. What would fit: a smaller map.", Message(() => MatrixPicture.ToGraph(("x", LayerMatrix.Of(new Dense(480), Shape.Of(2))))));
        Assert.Equal("A convolution with 2 groups is one product of matrices a group; take one group.", Message(() => PatchLowering.Of(new Convolution(2, 1) { Groups = 2 }, new Tensor(Shape.Of(3, 3, 2)), [1, 1])));
    }

    private static double[] Vector(Tensor batch, Shape shape, VectorOrder order)
    {
        var (channels, pixels) = (shape.Channels, (int)(shape.Length / shape.Channels));
        var places = Enumerable.Range(0, pixels).OrderBy(pixel => order == VectorOrder.RowMajor ? pixel : Reversed(pixel, shape[..^1]));
        return [.. Enumerable.Range(0, channels).SelectMany(channel => places.Select(place => (double)batch.Floats[place * channels + channel]))];
    }

    // The number of a pixel when the first axis runs fastest.
    private static int Reversed(int pixel, Shape space)
    {
        var (number, left) = (0, pixel);
        for (var axis = space.Rank - 1; axis >= 0; axis--)
        {
            number += left % space[axis] * space[..axis].Aggregate(1, (product, size) => product * size);
            left /= space[axis];
        }
        return number;
    }
}
