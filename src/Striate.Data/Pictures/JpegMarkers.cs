using System.Buffers.Binary;

namespace Striate.Data.Pictures;

/// <summary>Walks the markers of a JPEG file (ITU-T T.81, annex B). Bytes in front of a marker are passed over, as libjpeg does.</summary>
internal ref struct JpegMarkers(ReadOnlySpan<byte> file, string path)
{
    /// <summary>Markers that matter: end of image, start of scan, and Exif's application segment.</summary>
    public const byte EndOfImage = 0xD9, StartOfScan = 0xDA, Application1 = 0xE1;

    private readonly ReadOnlySpan<byte> _file = file;
    private readonly string _path = path;
    private int _place = 2;

    /// <summary>The marker at hand.</summary>
    public byte Marker { get; private set; }

    /// <summary>What its segment holds, without its length.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Moves to the next marker with a segment, or to the end of the image.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Next()
    {
        if (TryNext(out var wrong)) return;
        throw new InvalidDataException(wrong is { } length ? $"'{_path}' is damaged: a segment of {length} bytes, where its length alone takes 2."
            : $"'{_path}' is truncated: its {_file.Length} bytes end in front of its picture.");
    }

    /// <summary>Whether an end of the image follows, even where damage hides it.</summary>
    public bool HasEnd()
    {
        if (_file.EndsWith((ReadOnlySpan<byte>)[0xFF, EndOfImage])) return true;
        while (TryNext(out _))
        {
            if (Marker == EndOfImage) return true;
        }
        return false;
    }

    // False where the file ends, or with the length of a segment that cannot be.
    private bool TryNext(out int? wrong)
    {
        wrong = null;
        while (true)
        {
            // In a scan FF is followed by 00 or by a restart marker; those, like fill bytes, hold nothing.
            var next = _place < _file.Length ? _file[_place..].IndexOf((byte)0xFF) : -1;
            if (next < 0) return false;
            _place += next;
            while (_place < _file.Length && _file[_place] == 0xFF) _place++;
            if (_place >= _file.Length) return false;
            Marker = _file[_place++];
            if (Marker is 0 or 1 or (>= 0xD0 and <= 0xD8)) continue;
            Data = [];
            if (Marker == EndOfImage) return true;
            if (_place + 2 > _file.Length) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(_file[_place..]);
            if (length < 2)
            {
                wrong = length;
                return false;
            }
            if (_place + length > _file.Length) return false;
            Data = _file.Slice(_place + 2, length - 2);
            _place += length;
            return true;
        }
    }
}
