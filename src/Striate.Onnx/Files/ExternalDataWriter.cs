using System.Globalization;
using System.Runtime.InteropServices;
using Striate.Onnx.Schema;
using Striate.Parameters;

namespace Striate.Onnx.Files;

/// <summary>Writes numbers of parameters to a file beside the model, each from a multiple of 64 bytes on.</summary>
internal sealed class ExternalDataWriter(Stream stream, string location)
{
    // A cache line and a vector: a runtime that maps the file finds them aligned.
    private const int Alignment = 64;
    // What is smaller stays in the model, where it costs no seek.
    private const int Small = 1024;

    private static readonly byte[] Zeros = new byte[Alignment];

    /// <summary>A tensor whose numbers are written; small ones keep theirs.</summary>
    public TensorData Write(Parameter parameter)
    {
        var bytes = MemoryMarshal.AsBytes(parameter.Values);
        if (bytes.Length < Small) return TensorDataConversion.ToOnnx(parameter);
        stream.Write(Zeros.AsSpan(0, (int)((Alignment - stream.Position % Alignment) % Alignment)));
        var data = new TensorData { Name = parameter.Name, DataType = OnnxTypes.Float, DataLocation = 1 };
        data.Dims.AddRange(parameter.Shape.Select(size => (long)size));
        Add("location", location);
        Add("offset", stream.Position.ToString(CultureInfo.InvariantCulture));
        Add("length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        stream.Write(bytes);
        return data;

        void Add(string key, string value) => data.ExternalData.Add(new Entry { Key = key, Value = value });
    }
}
