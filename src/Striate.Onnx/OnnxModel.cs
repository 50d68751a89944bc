using System.Text.Json;
using Google.Protobuf;
using Striate.Networks;
using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Networks as ONNX files, and weights as safetensors.</summary>
public static class OnnxModel
{
    // Protobuf counts a message's bytes in 31 bits; the graph beside the weights takes a small part of what is left.
    private const long MostInOneFile = int.MaxValue - (64 << 20);

    /// <summary>Writes a network with its parameters, preprocessing and class names: opset 17, IR 8. The file is whole or not there.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; with external data, a second one called as it with <c>.data</c> behind.</param>
    /// <param name="options">Whether it is checked, and whether weights lie in a file of their own.</param>
    /// <exception cref="NotSupportedException">A layer has no ONNX form.</exception>
    /// <exception cref="InvalidDataException">The file, read back, does not compute what the network computes; what was there before stays.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Save(this Network network, string path, SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new SaveOptions();
        if (!options.ExternalData && 4L * (network.Parameters.Values.Length + network.Parameters.States.Length) <= MostInOneFile)
        {
            Write(OnnxExport.Write(network), "");
            return;
        }
        ModelData? model = null;
        SafeFile.Write(path + ".data", stream => model = OnnxExport.Write(network, new ExternalDataWriter(stream, Path.GetFileName(path) + ".data").Write), _ => Write(model!, SafeFile.Suffix));

        void Write(ModelData data, string suffix) =>
            SafeFile.Write(path, stream => data.WriteTo(stream), options.Check ? file => ExportCheck.Require(network, Import(file, null, suffix).Network, path) : null);
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="InvalidDataException">The file is missing, damaged, or uses what is not supported; the message names both.</exception>
    public static Network Load(string path) => Import(path).Network;

    /// <summary>The names of a file's inputs, in their order; what has a stored value is none.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static IReadOnlyList<string> InputNames(string path) => Read(path, () =>
    {
        using var file = Open(path);
        return OnnxImport.DataInputs(file.Message.Graph ?? throw new InvalidDataException("it holds no graph")).Select(input => input.Name).ToArray();
    });

    /// <summary>Reads a network, and how its inputs and outputs stand in the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="given">Arrays for inputs by name, as the file describes them: they tell sizes that the model leaves free, and shapes and indices that must be known.</param>
    /// <exception cref="InvalidDataException">The file is missing, damaged, or uses what is not supported; the message names both.</exception>
    /// <exception cref="ArgumentException">What is given is not what the model describes.</exception>
    public static ImportedModel Import(string path, IReadOnlyDictionary<string, Tensor>? given = null) => Import(path, given, "");

    private static ImportedModel Import(string path, IReadOnlyDictionary<string, Tensor>? given, string suffix)
    {
        string? misfit = null;
        var read = Read(path, () =>
        {
            using var file = OnnxFile<ModelData>.Open(path, ModelFileReader.Kind.Model, ModelData.Parser, suffix);
            misfit = GivenInputs.Misfit(file.Message.Graph, given);
            if (misfit is not null) return null;
            var model = OnnxImport.Read(file.Message, given);
            file.Complete();
            return model.With(model.Network.Info with { Notes = [.. file.Notes, .. model.Network.Info.Notes] });
        });
        return read ?? throw new ArgumentException(misfit);
    }

    // Whatever is wrong with a file is said in one way, with its path.
    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnsupportedOperatorException exception)
        {
            throw new InvalidDataException($"'{path}': {exception.Message}.", exception);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException($"'{path}' is no sound ONNX model: it has sizes or settings too large to compute with.", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or ArgumentException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException or NeedsExamplesException)
        {
            throw new InvalidDataException($"'{path}' is no sound ONNX model: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Loads parameters by name from a safetensors file into a network.</summary>
    /// <param name="network">The network, whose parameters are overwritten where names and shapes agree.</param>
    /// <param name="path">The file.</param>
    /// <param name="map">From the file's names to the network's; the same if null.</param>
    /// <returns>What became of each tensor.</returns>
    public static WeightsReport LoadWeights(this Network network, string path, Func<string, string>? map = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return WeightsReport.Load(network, path, map);
    }

    /// <summary>Writes all parameters and running statistics as safetensors.</summary>
    public static void SaveWeights(this Network network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafeTensors.Write(path, network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ToTensor()));
    }

    /// <summary>Opens a model's file; what it says stays good until it is closed.</summary>
    internal static OnnxFile<ModelData> Open(string path) => OnnxFile<ModelData>.Open(path, ModelFileReader.Kind.Model, ModelData.Parser);
}
