using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Striate.Onnx.Tests.Fuzzing;

/// <summary>Changes to the bytes of a file: flipped bits, other bytes, cuts, pieces taken out, doubled or from another file, and lengths and numbers that become huge.</summary>
internal static partial class Mutation
{
    private static readonly string[] Numbers = ["0", "-1", "1", "2", "7", "255", "65536", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999999", "1e9", "0.5", "\"x\"", "[]", "null"];

    public static byte[] Change(byte[] file, byte[] other, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--) Change(bytes, other, random);
        return [.. bytes];
    }

    private static void Change(List<byte> file, byte[] other, Random random)
    {
        var place = random.Next(file.Count);
        var length = Math.Min(random.Next(2) == 0 ? random.Next(1, 9) : random.Next(1, 200), file.Count - place);
        switch (random.Next(10))
        {
            case 0 or 1:
                file[place] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                file[place] = (byte)random.Next(256);
                break;
            case 3:
                file.RemoveRange(place, length);
                break;
            case 4:
                file.InsertRange(place, file.GetRange(place, length));
                break;
            case 5:
                if (random.Next(6) == 0) file.RemoveRange(place, file.Count - place);
                break;
            case 6:
                var from = random.Next(other.Length);
                file.InsertRange(place, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            case 7:
                // A length or a number, as protobuf writes them, that becomes huge.
                file.RemoveAt(place);
                file.InsertRange(place, random.Next(3) switch { 0 => [0xff, 0xff, 0xff, 0xff, 0x07], 1 => [0x80, 0x80, 0x80, 0x80, 0x10], _ => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f] });
                break;
            case 8:
                for (var i = 0; i < Math.Min(8, file.Count - place); i++) file[place + i] = (byte)(random.Next(2) * 255);
                break;
            default:
                ChangeText(file, random);
                break;
        }
    }

    private static void ChangeText(List<byte> file, Random random)
    {
        var text = Encoding.Latin1.GetString([.. file]);
        var numbers = DigitsPattern().Matches(text);
        if (numbers.Count == 0) return;
        var number = numbers[random.Next(numbers.Count)];
        var replacement = random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(200).ToString(CultureInfo.InvariantCulture);
        file.RemoveRange(number.Index, number.Length);
        file.InsertRange(number.Index, Encoding.Latin1.GetBytes(replacement));
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex DigitsPattern();
}
