using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Layers of arrays that stand beside those of maps.</summary>
internal static partial class ArrayFunctions
{
    // A scatter over all numbers in the order of ONNX, whose sizes depend on the number of examples.
    private static void WriteUnpooling(ArrayBody body)
    {
        var layer = (IndexUnpooling)body.Layer;
        var (rank, channels, all) = (layer.Size.Length, body.OutputShape.Channels, body.Constant("all", [-1]));
        var examples = body.Add("Shape", [body.Inputs[0]], NodeWriter.Int("start", 0), NodeWriter.Int("end", 1));
        var sizes = body.Add("Concat", [examples, body.Constant("counted", [channels, .. layer.Counted])], NodeWriter.Int("axis", 0));
        var zeros = body.Add("Reshape", [body.Add("ConstantOfShape", [sizes]), all]);
        var flat = body.Add("ScatterElements", [zeros, body.Add("Reshape", [body.Inputs[1], all]), body.Add("Reshape", [body.Inputs[0], all])], NodeWriter.Int("axis", 0));
        var maps = body.Add("Reshape", [flat, sizes]);
        var plain = body.Add("Transpose", [maps], NodeWriter.Ints("perm", [0, .. Enumerable.Range(2, rank), 1]));
        int[] missing = [.. layer.Size.Zip(layer.Counted, (size, counted) => size - counted)];
        body.Add("Pad", [plain, body.Constant("pads", [.. new int[rank + 3], .. missing, 0])]);
    }

    private static void WriteSums(ArrayBody body)
    {
        var layer = (AxisSums)body.Layer;
        var rank = body.OutputShape.Rank;
        var axis = layer.Along < 0 ? layer.Along + rank : layer.Along;
        int[] last = [0, .. Enumerable.Range(1, rank).Where(place => place != axis + 1), axis + 1];
        var moved = axis == rank - 1 ? body.Inputs[0] : body.Add("Transpose", [body.Inputs[0]], NodeWriter.Ints("perm", last));
        var sums = body.Add("MatMul", [moved, body.Constant("weights", Turned(layer.Matrix()))]);
        if (axis != rank - 1) body.Add("Transpose", [sums], NodeWriter.Ints("perm", [.. Enumerable.Range(0, rank + 1).Select(place => Array.IndexOf(last, place))]));
    }

    // A product with a matrix that takes the numbers of a frame, real and imaginary parts side by side, to those of its spectrum.
    private static void WriteSpectrum(ArrayBody body)
    {
        var layer = (Spectrum)body.Layer;
        var (shape, rank) = (body.InputShapes[0], body.InputShapes[0].Rank);
        var (parts, frames) = (shape.Channels, layer.Step == 0 ? 1 : body.OutputShape[^3]);
        var taken = layer.Step == 0 ? shape[^2] : layer.Length;
        var source = body.Inputs[0];
        if (layer.Step > 0)
        {
            int[] places = [.. from frame in Enumerable.Range(0, frames) from t in Enumerable.Range(0, taken) select frame * layer.Step + t];
            source = body.Add("Gather", [source, body.Constant("places", places)], NodeWriter.Int("axis", rank - 1));
        }
        var lines = body.Reshape(source, [-1, .. shape.SkipLast(2), frames, taken * parts]);
        body.Reshape(body.Add("MatMul", [lines, body.Constant("turns", Turns(layer, taken, parts, body.OutputShape[^2], body.OutputShape.Channels))]), [-1, .. body.OutputShape]);
    }

    private static Tensor Turns(Spectrum layer, int taken, int parts, int bins, int made)
    {
        var matrix = new Tensor(Shape.Of(taken * parts, bins * made));
        var (half, sign) = (layer is { IsInverse: true, IsOneSided: true }, layer.IsInverse ? 1 : -1);
        for (var t = 0; t < Math.Min(taken, half ? layer.Length / 2 + 1 : layer.Length); t++)
        {
            var factor = (layer.Window.IsEmpty ? 1 : (double)layer.Window[t]) / (layer.IsInverse ? layer.Length : 1) * (half && t > 0 && 2 * t != layer.Length ? 2 : 1);
            for (var k = 0; k < bins; k++)
            {
                var angle = 2.0 * ((long)k * t % layer.Length) / layer.Length;
                var (cos, sin) = (factor * double.CosPi(angle), sign * factor * double.SinPi(angle));
                // (x + iy) · (cos + i sin).
                for (var from = 0; from < parts; from++)
                    for (var to = 0; to < made; to++)
                        matrix.Floats[((t * parts + from) * bins + k) * made + to] = (float)(from == to ? cos : to == 1 ? sin : -sin);
            }
        }
        return matrix;
    }

    private static Tensor Turned(Tensor matrix)
    {
        var turned = new Tensor(Shape.Of(matrix.Shape[1], matrix.Shape[0]));
        for (var i = 0; i < matrix.Floats.Length; i++) turned.Floats[i % matrix.Shape[1] * matrix.Shape[0] + i / matrix.Shape[1]] = matrix.Floats[i];
        return turned;
    }
}
