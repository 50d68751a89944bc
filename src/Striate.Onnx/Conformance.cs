using Striate.Onnx.Files;
using Striate.Onnx.Schema;
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
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or InvalidOperationException or IOException or OverflowException or NeedsExamplesException)
        {
            return new ConformanceResult(name, ConformanceOutcome.Fail, exception.Message.Split('\n')[0]);
        }
    }

    private static string? RunSet(ModelData model, string set)
    {
        // Cases hand weights, shapes and indices in as inputs.
        var graph = model.Graph;
        if (OnnxImport.DataInputs(graph).Concat(graph.Output).FirstOrDefault(value => value.Type?.TensorType is null) is { } other) throw new UnsupportedOperatorException($"'{other.Name}' that is no tensor");
        // Numbers of other types are read as ours, which the case would notice.
        if (OnnxImport.DataInputs(graph).Concat(graph.Output).Select(value => value.Type.TensorType.ElemType).FirstOrDefault(type => OnnxTypes.Read(type) is not { } known || OnnxTypes.Of(known) != type) is not 0 and var foreign) throw new UnsupportedOperatorException(OnnxTypes.Name(foreign));
        var given = OnnxImport.DataInputs(graph).Select((input, i) => (input.Name, Tensor: ReadTensor(Path.Combine(set, $"input_{i}.pb")))).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        var expected = graph.Output.Select((output, i) => (output.Name, Tensor: ReadTensor(Path.Combine(set, $"output_{i}.pb")))).ToArray();
        var outputs = OnnxImport.Read(model, given).Run(given);
        return expected.Select(pair => Difference(pair.Name, outputs[pair.Name], pair.Tensor)).FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(string name, Tensor actual, Tensor expected)
    {
        if (actual.Type != expected.Type) return $"output {name} holds {actual.Type}, not {expected.Type}";
        if (actual.Shape != expected.Shape) return $"output {name} is {actual.Shape}, not {expected.Shape}";
        var (found, wanted) = (actual.ToDoubles(), expected.ToDoubles());
        for (var i = 0; i < found.Length; i++)
        {
            var (a, e) = (found[i], wanted[i]);
            if (!(Math.Abs(a - e) <= Absolute + Relative * Math.Abs(e)) && !(double.IsNaN(a) && double.IsNaN(e)) && a != e) return $"output {name} has {a} at {i}, not {e}";
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
