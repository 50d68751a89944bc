using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>The matrix A of a linear layer: y = A · x + b for maps written as vectors, with the parameter that stands at each place.</summary>
/// <remarks>
/// <para>A column is what the layer makes of a map that is 1 at one place and 0 elsewhere, less what it makes of zeros. Vectors hold channel behind channel, each in <see cref="Order"/>.</para>
/// <para>A convolution's matrix is sparse, and few numbers stand in it many times: along the diagonals (Toeplitz), and in blocks that lie along diagonals themselves where there are two axes
/// (Goodfellow, Bengio, Courville 2016, section 9.1).</para>
/// </remarks>
/// <example><code>
/// var matrix = LayerMatrix.Of(new Convolution(1, 2), Shape.Of(3, 3, 1), VectorOrder.ColumnMajor);
/// Console.Write(matrix.ToSymbols());            // k1 k2  0 k3 k4 …
/// </code></example>
public sealed partial class LayerMatrix
{
    private const long MostNumbers = 1 << 22;
    private const int Digit = 4096;

    private readonly float[] _values;
    private readonly int[] _ties;

    private LayerMatrix(Shape input, Shape output, VectorOrder order, float[] values, float[] bias, int[] ties, int freeParameters, bool isSymbolic)
    {
        (Input, Output, Order, _values, Bias, _ties, FreeParameters, HasParameters) = (input, output, order, values, bias, ties, freeParameters, isSymbolic);
        NonZeros = _ties.LongCount(tie => tie >= 0);
    }

    /// <summary>The shape of one example.</summary>
    public Shape Input { get; }

    /// <summary>The shape of its output.</summary>
    public Shape Output { get; }

    /// <summary>How maps become vectors.</summary>
    public VectorOrder Order { get; }

    /// <summary>The number of outputs.</summary>
    public int Rows => (int)Output.Length;

    /// <summary>The number of inputs.</summary>
    public int Columns => (int)Input.Length;

    /// <summary>What stands at a place.</summary>
    public float this[int row, int column] => _values[(long)row * Columns + column];

    /// <summary>b: what the layer makes of zeros.</summary>
    public IReadOnlyList<float> Bias { get; }

    /// <summary>Places that are not always zero: where a weight stands, whatever its value.</summary>
    public long NonZeros { get; }

    /// <summary>The share of such places.</summary>
    public double Density => (double)NonZeros / _values.Length;

    /// <summary>Numbers that may be chosen freely: the layer's weights.</summary>
    public int FreeParameters { get; }

    /// <summary>Whether parameters stand in the matrix, or constants as in pooling and interpolation.</summary>
    public bool HasParameters { get; }

    /// <summary>Which number stands at a place: places with the same one are tied; −1 where there is always zero.</summary>
    public int TieAt(int row, int column) => _ties[(long)row * Columns + column];

    /// <summary>The matrix of a layer with given weights, or with the numbers 1, 2, 3 … in the order of its parameters.</summary>
    /// <param name="layer">A linear layer with one input.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="order">How maps become vectors.</param>
    /// <param name="weights">The layer's weights in interchange order, or null.</param>
    /// <exception cref="ArgumentException">The layer is not linear, takes several inputs, or makes a matrix of more than 4 million numbers.</exception>
    public static LayerMatrix Of(Layer layer, Shape input, VectorOrder order = VectorOrder.RowMajor, IReadOnlyList<float>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var network = Single(layer, input);
        var numbers = Numbers(network);
        var length = numbers.Sum(parameter => parameter.Length);
        if (weights is not null && weights.Count != length) throw new ArgumentException($"{layer.Kind} has {length} weights for an input of {input}, not {weights.Count}.");
        Set(network, i => weights?[i] ?? i + 1);
        return Of(network, order);
    }

    /// <summary>The matrix of a layer at its place in a network, with its weights and biases.</summary>
    public static LayerMatrix Of(Node node, VectorOrder order = VectorOrder.RowMajor)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Layer is null) throw new ArgumentException($"{node} is an input, no layer.");
        var network = Single(node.Layer with { SharedWith = null }, node.LayerInputs.Shape);
        foreach (var (own, other) in network.Nodes[1].Parameters.Zip(node.Parameters)) own.Set(other.Values);
        return Of(network, order);
    }

    /// <summary>The matrix of any linear function of maps; equal numbers count as tied.</summary>
    /// <param name="function">From a batch of maps to a batch of maps.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="order">How maps become vectors.</param>
    /// <exception cref="ArgumentException">The function is not linear.</exception>
    public static LayerMatrix Of(Func<Tensor, Tensor> function, Shape input, VectorOrder order = VectorOrder.RowMajor)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        RequireSize("The function", input, function(new Tensor(input.WithBatch(1))).Shape[1..]);
        var (values, bias, output) = UnitVectors(function, input, order);
        return new LayerMatrix(input, output, order, values, bias, Equal(values), 0, isSymbolic: false);
    }

    /// <summary>The transposed matrix: the backward pass of the layer, and the transposed convolution of a convolution. It leads back to the shape, not to the values.</summary>
    public LayerMatrix Transposed()
    {
        var (values, ties) = (new float[_values.Length], new int[_ties.Length]);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                values[column * Rows + row] = this[row, column];
                ties[column * Rows + row] = TieAt(row, column);
            }
        }
        return new LayerMatrix(Output, Input, Order, values, new float[Columns], ties, FreeParameters, HasParameters);
    }

    /// <summary>The same connections with a number of its own at each: the matrix of an unshared (locally connected) layer.</summary>
    public LayerMatrix Unshared()
    {
        var next = 0;
        int[] ties = [.. _ties.Select(tie => tie < 0 ? -1 : next++)];
        return new LayerMatrix(Input, Output, Order, _values, [.. Bias], ties, next, isSymbolic: true);
    }

    /// <summary>A number of its own at every place: the matrix of a dense layer between the same maps.</summary>
    public LayerMatrix Dense() => new(Input, Output, Order, _values, [.. Bias], [.. Enumerable.Range(0, _ties.Length)], _ties.Length, isSymbolic: true);

    /// <summary>A · x + b, in double.</summary>
    public double[] Apply(IReadOnlyList<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Count != Columns) throw new ArgumentException($"The matrix has {Columns} columns; the vector has {vector.Count} numbers.");
        return [.. Enumerable.Range(0, Rows).Select(row => Bias[row] + Enumerable.Range(0, Columns).Sum(column => this[row, column] * vector[column]))];
    }

    /// <summary>The number of singular values above 10⁻⁶ of the largest; null for matrices with more than 1024 rows and columns.</summary>
    public int? Rank() => Math.Min(Rows, Columns) > Singular.Most ? null : Singular.Of(_values, Rows, Columns).Rank;

    private static LayerMatrix Of(Network network, VectorOrder order)
    {
        var (node, layer) = (network.Nodes[1], network.Nodes[1].Layer!);
        RequireSize(layer.Kind, node.LayerInputs.Shape, node.Shape);
        Tensor Run(Tensor batch) => network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = batch }, options: Exact)[network.Outputs[0].Name];
        var linearity = Linearity.Of(Run, node.LayerInputs.Shape);
        if (!linearity.IsAffine) throw new ArgumentException($"{layer.Kind} is not linear: {linearity.CounterExample}");
        var (values, bias, _) = UnitVectors(Run, node.LayerInputs.Shape, order);
        var parameters = Numbers(network);
        if (parameters.Count == 0) return new LayerMatrix(network.InputShape, node.Shape, order, values, bias, Equal(values), 0, isSymbolic: false);
        // How many weights stand at a place, and the digits of their numbers: exact, for the sums are of few small integers.
        float[] With(Func<int, float> weight)
        {
            Set(network, weight);
            return UnitVectors(Run, node.LayerInputs.Shape, order).Values;
        }
        var (counts, low, high) = (With(_ => 1), With(i => i % Digit), With(i => i / Digit));
        var numbers = Numbering(parameters, network.InputShape.Rank - 1, order);
        var (mixed, ties) = (new Dictionary<(float, float, float), int>(), new int[values.Length]);
        for (var i = 0; i < ties.Length; i++)
        {
            var key = (counts[i], low[i], high[i]);
            if (counts[i] == 0) ties[i] = -1;
            else if (counts[i] == 1) ties[i] = numbers[(int)(high[i] * Digit + low[i])];
            else if (!mixed.TryGetValue(key, out ties[i])) mixed[key] = ties[i] = numbers.Length + mixed.Count;
        }
        return new LayerMatrix(network.InputShape, node.Shape, order, values, bias, ties, numbers.Length, isSymbolic: true);
    }

    // Direct sums are exact for small integers; Winograd's are not.
    private static PlanOptions Exact { get; } = new() { Algorithms = Algorithms.Direct };

    private static Network Single(Layer layer, Shape input)
    {
        if (layer.InputCount is not (1 or -1)) throw new ArgumentException($"{layer.Kind} has {layer.InputCount} inputs; a matrix belongs to a layer with one.");
        return Network.Sequential(input, layer);
    }

    private static void RequireSize(string name, Shape input, Shape output)
    {
        if (input.Length * output.Length > MostNumbers)
            throw new ArgumentException($"{name} from {input} to {output} is a matrix of {output.Length} × {input.Length} = {input.Length * output.Length} numbers; at most {MostNumbers} are shown. What would fit: a smaller map.");
    }

    private static List<Parameter> Numbers(Network network) => [.. network.Parameters.Where(parameter => parameter.Role is ParameterRole.Weight or ParameterRole.Scale)];

    private static void Set(Network network, Func<int, float> weight)
    {
        var i = 0;
        foreach (var parameter in network.Parameters.Where(parameter => !parameter.IsState))
            parameter.Set([.. Enumerable.Range(0, parameter.Length).Select(_ => parameter.Role is ParameterRole.Weight or ParameterRole.Scale ? weight(i++) : 0)]);
    }

    // The weights' numbers when the cells of a kernel are counted in the order of the maps.
    private static int[] Numbering(List<Parameter> parameters, int rank, VectorOrder order) => [.. parameters.SelectMany((parameter, p) =>
    {
        // A kernel's axes stand last, whatever stands before them: channels, a connection's number, places.
        var (kernel, before) = (parameter.Shape.Skip(parameter.Shape.Rank > rank ? parameter.Shape.Rank - rank : parameter.Shape.Rank).ToArray(), parameters.Take(p).Sum(other => other.Length));
        var taps = kernel.Aggregate(1, (product, size) => product * size);
        return Enumerable.Range(0, parameter.Length).Select(i => before + i / taps * taps + (int)MapOrder.Number(kernel, order, MapOrder.Place(kernel, VectorOrder.RowMajor, i % taps)));
    })];

    private static int[] Equal(float[] values)
    {
        var numbers = new Dictionary<float, int>();
        return [.. values.Select(value => value == 0 ? -1 : numbers.TryGetValue(value, out var known) ? known : numbers[value] = numbers.Count)];
    }
}
