using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Striate.Tensors;

namespace Striate.Data.Readers;

/// <summary>NumPy's .npy files: little-endian arrays in C order of float32, int64, int32, bool, uint8 and int8; float64 is rounded to float32.</summary>
public static partial class Npy
{
    // No header of an array that people make is longer.
    private const int MostHeader = 1 << 16;

    /// <summary>Reads an array.</summary>
    /// <exception cref="InvalidDataException">The file is missing, truncated, too long, of another type or in Fortran order.</exception>
    public static Tensor Read(string path)
    {
        using var stream = Files.Open(path);
        var start = Files.ReadUpTo(stream, 8, path);
        if (start.Length < 8 || !start.AsSpan(0, 6).SequenceEqual(Magic)) throw new InvalidDataException($"'{path}' is no .npy file: it does not begin with the magic \\x93NUMPY.");
        var size = Files.ReadUpTo(stream, start[6] == 1 ? 2 : 4, path);
        var length = size.Length switch { 2 => BinaryPrimitives.ReadUInt16LittleEndian(size), 4 => BinaryPrimitives.ReadUInt32LittleEndian(size), _ => uint.MaxValue };
        if (length > MostHeader) throw new InvalidDataException($"'{path}' is truncated or announces a header of {length} bytes; at most {MostHeader} are read.");
        var header = Encoding.Latin1.GetString(Files.ReadUpTo(stream, length, path));
        var match = HeaderPattern().Match(header);
        if (!match.Success) throw new InvalidDataException($"'{path}' has a header that is no array's: {header.Trim()}");
        if (match.Groups["order"].Value == "True") throw new InvalidDataException($"'{path}' is in Fortran order; save it with numpy.ascontiguousarray.");
        var sizes = SizePattern().Matches(match.Groups["shape"].Value).Select(m => long.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var (type, bytes) = TypeOf(match.Groups["descr"].Value, path);
        const long Endless = long.MaxValue / 16;
        var total = sizes.Any(n => n > int.MaxValue) ? Endless : sizes.Aggregate(1L, (product, n) => product > int.MaxValue ? Endless : product * n);
        if (total * bytes > int.MaxValue / 2) throw new InvalidDataException($"'{path}' announces {string.Join('×', sizes)} elements of {bytes} bytes; at most {int.MaxValue / 2} bytes are read.");
        var data = Files.ReadUpTo(stream, total * bytes, path);
        if (data.Length < total * bytes) throw new InvalidDataException($"'{path}' is truncated: {string.Join('×', sizes)} elements take {total * bytes} bytes, {data.Length} are there.");
        if (Files.ReadUpTo(stream, 1, path).Length > 0) throw new InvalidDataException($"'{path}' goes on behind its {total * bytes} bytes.");
        var shape = Shape.Of([.. sizes.Select(n => (int)n)]);
        var tensor = new Tensor(shape, type);
        if (bytes == 8 && type == ElementType.Float32)
        {
            var doubles = MemoryMarshal.Cast<byte, double>(data);
            for (var i = 0; i < doubles.Length; i++) tensor.Floats[i] = (float)doubles[i];
        }
        else
        {
            data.CopyTo(tensor.Bytes);
        }
        return tensor;
    }

    /// <summary>Writes an array, format version 1.0.</summary>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var stream = File.Create(path);
        WriteHeader(stream, tensor.Type, tensor.Shape);
        stream.Write(tensor.Bytes);
    }

    /// <summary>Writes what stands before an array's elements.</summary>
    internal static void WriteHeader(Stream stream, ElementType elements, Shape shape)
    {
        var type = elements switch { ElementType.Float32 => "<f4", ElementType.Int64 => "<i8", ElementType.Int32 => "<i4", ElementType.Boolean => "|b1", ElementType.Int8 => "|i1", _ => "|u1" };
        var sizes = string.Concat(shape.Select(size => $"{size}, ")).TrimEnd();
        if (shape.Rank != 1) sizes = sizes.TrimEnd(',');
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        // The data begin at a multiple of 64; 11 bytes are magic, version, length and the line's end.
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(header));
    }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static (ElementType Type, int Bytes) TypeOf(string description, string path) => description switch
    {
        "<f4" => (ElementType.Float32, 4),
        "<f8" => (ElementType.Float32, 8),
        "<i8" => (ElementType.Int64, 8),
        "<i4" => (ElementType.Int32, 4),
        "|b1" => (ElementType.Boolean, 1),
        "|u1" => (ElementType.UInt8, 1),
        "|i1" => (ElementType.Int8, 1),
        _ => throw new InvalidDataException($"'{path}' holds {description}; read are <f4, <f8, <i8, <i4, |b1, |u1 and |i1."),
    };

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<descr>[^']*)',\s*'fortran_order':\s*(?<order>True|False),\s*'shape':\s*\((?<shape>[\d,\s]*)\),?\s*\}\s*$")]
    private static partial Regex HeaderPattern();

    [GeneratedRegex(@"\d{1,18}")]
    private static partial Regex SizePattern();
}
