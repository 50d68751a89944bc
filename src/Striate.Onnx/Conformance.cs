using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Runs folders in ONNX's backend-test layout: <c>model.onnx</c> and <c>test_data_set_*/input_*.pb</c> with <c>output_*.pb</c>.</summary>
public static class Conformance
{
    // The tolerances of ONNX's own runner.
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;

    /// <summary>The cases below a folder: itself, or every folder in it that holds a model.</summary>
    public static IReadOnlyList<string> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"The folder '{folder}' does not exist.");
        return [.. Directory.EnumerateFiles(folder, "model.onnx", SearchOption.AllDirectories).Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs one case.</summary>
    public static ConformanceResult Run(string folder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            using var file = OnnxModel.Open(Path.Combine(folder, "model.onnx"));
            var model = file.Message;
            OnnxImport.RequireKnown(model);
            var sets = Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal).ToArray();
            foreach (var set in sets)
            {
                if (RunSet(model, set) is { } difference) return new ConformanceResult(name, ConformanceOutcome.Fail, difference);
            }
            return sets.Length == 0
                ? new ConformanceResult(name, ConformanceOutcome.Unsupported, "no stored test data")
                : new ConformanceResult(name, ConformanceOutcome.Pass, "");
        }
        catch (UnsupportedOperatorException exception)
        {
            return new ConformanceResult(name, ConformanceOutcome.Unsupported, exception.What);
        }
        catch (Layers.ShapeException exception)
        {
            // A shape that layers of maps do not have, such as a matrix into a convolution: sound ONNX, but nothing that is read here.
            return new ConformanceResult(name, ConformanceOutcome.Unsupported, exception.Message.Split('\n')[0]);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or InvalidOperationException or IOException)
        {
            return new ConformanceResult(name, ConformanceOutcome.Fail, exception.Message.Split('\n')[0]);
        }
    }

    private static string? RunSet(ModelData model, string set)
    {
        // Cases hand weights in as inputs.
        if (OnnxImport.DataInputs(model.Graph).FirstOrDefault(input => input.Type?.TensorType is null) is { } other) throw new UnsupportedOperatorException($"input '{other.Name}' that is no tensor");
        var given = OnnxImport.DataInputs(model.Graph).Select((input, i) => (input.Name, Tensor: ReadTensor(Path.Combine(set, $"input_{i}.pb")))).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        var network = OnnxImport.Read(model, given);
        var inputs = network.Inputs.ToDictionary(input => input.Name, input => given[input.Name].ToChannelsLast());
        var outputs = network.Run(inputs);
        for (var i = 0; i < network.Outputs.Count; i++)
        {
            var expected = ReadTensor(Path.Combine(set, $"output_{i}.pb"));
            var actual = outputs[network.Outputs[i].Name].ToChannelsFirst();
            if (expected.Type != ElementType.Float32) throw new UnsupportedOperatorException($"output of {expected.Type}");
            // Global pooling leaves axes of size 1 in ONNX and a vector here: the numbers are the same.
            if (actual.Shape.Length != expected.Shape.Length) return $"output {i} is {actual.Shape}, not {expected.Shape}";
            for (var j = 0; j < actual.Floats.Length; j++)
            {
                var (a, e) = (actual.Floats[j], expected.Floats[j]);
                if (!(Math.Abs(a - e) <= Absolute + Relative * Math.Abs(e)) && !(float.IsNaN(a) && float.IsNaN(e)) && a != e) return $"output {i} has {a} at {j}, not {e}";
            }
        }
        return null;
    }

    private static Tensor ReadTensor(string path)
    {
        try
        {
            using var file = OnnxFile<TensorData>.Open(path, ModelFileReader.Kind.Tensor, TensorData.Parser);
            return TensorDataConversion.ToTensor(file.Message);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}': {exception.Message}");
        }
    }
}
