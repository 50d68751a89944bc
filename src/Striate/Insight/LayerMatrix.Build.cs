using Striate.Tensors;

namespace Striate.Insight;

public sealed partial class LayerMatrix
{
    private const int BatchOfUnits = 64;

    private static (float[] Values, float[] Bias, Shape Output) UnitVectors(Func<Tensor, Tensor> function, Shape input, VectorOrder order)
    {
        var zeros = function(new Tensor(input.WithBatch(1)));
        var (output, columns) = (zeros.Shape[1..], (int)input.Length);
        var rows = (int)output.Length;
        var (from, to) = (Permutation(input, order), Permutation(output, order));
        var values = new float[(long)rows * columns];
        for (var start = 0; start < columns; start += BatchOfUnits)
        {
            var units = new Tensor(input.WithBatch(Math.Min(BatchOfUnits, columns - start)));
            for (var i = 0; i < units.Shape[0]; i++) units.Floats[i * columns + from[start + i]] = 1;
            var made = function(units);
            for (var i = 0; i < units.Shape[0]; i++)
                for (var row = 0; row < rows; row++) values[row * columns + start + i] = made.Floats[i * rows + to[row]] - zeros.Floats[to[row]];
        }
        return (values, [.. to.Select(place => zeros.Floats[place])], output);
    }

    // Where the numbers of a vector, channel behind channel, lie in a map with its channels last.
    private static int[] Permutation(Shape shape, VectorOrder order)
    {
        if (shape.Rank < 2) return [.. Enumerable.Range(0, (int)shape.Length)];
        var (space, channels) = (shape[..^1], shape.Channels);
        var places = MapOrder.Places(space, order).Select(place => (int)MapOrder.Number(space, VectorOrder.RowMajor, place)).ToArray();
        return [.. Enumerable.Range(0, channels).SelectMany(channel => places.Select(place => place * channels + channel))];
    }
}
