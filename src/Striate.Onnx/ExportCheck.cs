using System.Globalization;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Whether a network that was read back computes what the one that was written does.</summary>
internal static class ExportCheck
{
    // The same kernels run on the same weights: what differs is how constants were rounded on their way.
    private const float Tolerance = 1e-5f;
    private const int Seed = 1;

    /// <exception cref="InvalidDataException">Their outputs differ.</exception>
    public static void Require(Network written, Network read, string path)
    {
        var inputs = written.Inputs.Select(RandomInput).ToArray();
        var (expected, actual) = (Run(written, inputs), Run(read, inputs));
        if (expected.Length != actual.Length) throw new InvalidDataException($"'{path}' was not kept: read back it has {actual.Length} outputs, the network has {expected.Length}.");
        for (var i = 0; i < expected.Length; i++)
        {
            var (name, e, a) = (written.Outputs[i].Name, expected[i], actual[i]);
            if (e.Shape != a.Shape) throw new InvalidDataException($"'{path}' was not kept: read back its output '{name}' is {a.Shape}, the network's is {e.Shape}.");
            if (e.Type != ElementType.Float32)
            {
                if (!e.Bytes.SequenceEqual(a.Bytes)) throw new InvalidDataException($"'{path}' was not kept: read back its output '{name}' of {e.Type} differs from the network's.");
                continue;
            }
            RequireClose(path, name, e.Floats, a.Floats);
        }
    }

    private static void RequireClose(string path, string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var largest = 0f;
        foreach (var value in expected)
            if (float.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (expected[i], actual[i]);
            if (Math.Abs(e - a) <= Tolerance * largest || e.Equals(a)) continue;
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"'{path}' was not kept: read back it gives {a} at {i} of output '{name}', the network gives {e}; {Tolerance * largest} of difference would be rounding ({Tolerance} of the largest)."));
        }
    }

    private static Tensor[] Run(Network network, Tensor[] inputs)
    {
        var named = network.Inputs.Zip(inputs).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var outputs = network.Run(named);
        return [.. network.Outputs.Select(output => outputs[output.Name])];
    }

    // Zero is a place or a length that everything has; bytes may be any, and truths too.
    private static Tensor RandomInput(Node input, int index)
    {
        var (tensor, random) = (new Tensor(input.Shape.WithBatch(1), input.Type), new Random(Seed + index));
        if (input.Type == ElementType.Float32)
            foreach (ref var value in tensor.Floats) value = 2 * random.NextSingle() - 1;
        else if (input.Type is ElementType.UInt8 or ElementType.Boolean)
            foreach (ref var value in tensor.Bytes) value = (byte)random.Next(input.Type == ElementType.Boolean ? 2 : 256);
        return tensor;
    }
}
