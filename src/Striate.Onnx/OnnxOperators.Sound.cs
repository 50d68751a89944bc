using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Spectra and what they are made with.</summary>
internal static partial class OnnxOperators
{
    private static void ReadFourierTransform(NodeReader reader)
    {
        var value = reader.Array(0);
        // Since opset 20 the axis is an input, and a one-sided inverse takes half a spectrum to a real signal.
        var isNew = reader.Import.Opset >= 20;
        var given = isNew ? reader.HasInput(2) ? Number(reader, 2) : -2 : reader.Int("axis", 1);
        var axis = reader.Axis(value.Rank, given);
        if (axis == value.Rank - 1) throw reader.Unsupported("along the axis of real and imaginary parts");
        var layer = new Spectrum(1) { IsInverse = reader.Int("inverse", 0) != 0, IsOneSided = reader.Int("onesided", 0) != 0 };
        if (layer is { IsInverse: true, IsOneSided: true } && !isNew) throw reader.Unsupported($"of opset {reader.Import.Opset}, inverse and one-sided");
        reader.Place(value, axis);
        var size = reader.Sizes(value)[axis];
        var length = reader.HasInput(1) ? Number(reader, 1) : layer is { IsInverse: true, IsOneSided: true } ? Math.Max(1, 2 * (size - 1)) : size;
        value = reader.Import.Arrange(value, [.. value.Order.Where(place => place != axis && place != value.Rank - 1), axis, value.Rank - 1]);
        reader.Set(0, reader.Make(layer with { Length = checked((int)length) }, value.Node), value);
    }

    private static void ReadShortTimeTransform(NodeReader reader)
    {
        var value = reader.Plain(0);
        if (value.Rank != 3) throw reader.Unsupported($"of a signal of {value.Rank} axes");
        if (!value.IsBatched) value = reader.Import.Batched(value);
        float[] window = reader.HasInput(2) ? [.. reader.Constant(2, out _).Floats] : [];
        var length = reader.HasInput(3) ? Number(reader, 3) : window.Length;
        if (length < 1) throw reader.Unsupported("without a window and a frame length");
        if (window.Length > 0 && window.Length != length) throw reader.Unsupported($"with a window of {window.Length} for frames of {length}");
        var step = checked((int)Number(reader, 1));
        if (step < 1) throw new InvalidDataException($"{reader.Type} has a frame_step of {step}");
        var layer = new Spectrum(checked((int)length)) { Step = step, Window = [.. window], IsOneSided = reader.Int("onesided", 1) != 0 };
        reader.Set(0, new OnnxValue(reader.Make(layer, value.Node), 4, OnnxValue.PlainOrder(4, isBatched: true), value.Examples));
    }

    // Sums of cosines: a₀ − a₁ · cos(2πn/N) + a₂ · cos(4πn/N).
    private static void ReadWindow(NodeReader reader, double[] terms)
    {
        if (reader.Int("output_datatype", 1) is not 1 and var type) throw reader.Unsupported($"of {Files.OnnxTypes.Name((int)type)}");
        var size = checked((int)Number(reader, 0));
        if (size < 0) throw new InvalidDataException($"{reader.Type} has a size of {size}");
        double period = reader.Int("periodic", 1) != 0 ? size : size - 1;
        var window = new Tensor(Shape.Of(size));
        for (var n = 0; n < size; n++) window.Floats[n] = (float)terms.Select((term, k) => (k % 2 == 0 ? term : -term) * (period > 0 ? double.CosPi(2 * k * n / period) : 1)).Sum();
        reader.SetConstant(0, window);
    }

    // Triangles that are even on the mel scale, m = 2595 · log₁₀(1 + f / 700); a row for each bin of a one-sided spectrum.
    private static void ReadMelWeights(NodeReader reader)
    {
        if (reader.Int("output_datatype", 1) is not 1 and var type) throw reader.Unsupported($"of {Files.OnnxTypes.Name((int)type)}");
        var (bins, length, rate) = (checked((int)Number(reader, 0)), Number(reader, 1), Number(reader, 2));
        double Mel(int index) => 2595 * Math.Log10(1 + reader.Constant(index, out _).ToDoubles()[0] / 700);
        var (low, step) = (Mel(3), (Mel(4) - Mel(3)) / (bins + 2));
        int[] edges = [.. Enumerable.Range(0, bins + 2).Select(i => (int)Math.Floor((length + 1) * (700 * (Math.Pow(10, (i * step + low) / 2595) - 1)) / rate))];
        var weights = new Tensor(Shape.Of(checked((int)(length / 2 + 1)), bins));
        if (edges.Any(edge => edge < 0 || edge > weights.Shape[0]) || edges[..^1].Contains(weights.Shape[0])) throw new InvalidDataException($"{reader.Type} has edges outside the {weights.Shape[0]} bins of the spectrum");
        for (var i = 0; i < bins; i++)
        {
            var (from, middle, to) = (edges[i], edges[i + 1], edges[i + 2]);
            if (from == middle) weights.Floats[middle * bins + i] = 1;
            else
                for (var j = from; j <= middle; j++) weights.Floats[j * bins + i] = (float)(j - from) / (middle - from);
            for (var j = middle; j < to; j++) weights.Floats[j * bins + i] = (float)(to - j) / (to - middle);
        }
        reader.SetConstant(0, weights);
    }

    private static long Number(NodeReader reader, int index) => (long)reader.Constant(index, out _).ToDoubles()[0];
}
