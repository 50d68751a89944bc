using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>Powers of the roots of unity for spans up to <see cref="Longest"/>, computed in double, and the order in which a transform leaves its frequencies.</summary>
internal static unsafe class FftTables
{
    public const int Longest = 256;

    private static readonly float[][] Quarters = Tables(Quarter);
    private static readonly float[][] Halves = Tables(Half);
    private static readonly int[][] Places = Tables(Order);

    /// <summary>For j below a quarter of the span: (cos, sin, −sin) of −2π·j/span, twice it, three times it.</summary>
    public static float* Quarter4(int span) => Address(Quarters[int.Log2(span)]);

    /// <summary>For j below half of the span: (cos, sin) of −2π·j/span.</summary>
    public static float* Half2(int span) => Address(Halves[int.Log2(span)]);

    /// <summary>The place at which a transform of a length leaves each frequency.</summary>
    public static int[] PlacesOf(int length) => Places[int.Log2(length)];

    private static float* Address(float[] pinned) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private static T[][] Tables<T>(Func<int, T[]> table) => [.. Enumerable.Range(0, int.Log2(Longest) + 1).Select(bits => table(1 << bits))];

    private static float[] Quarter(int span)
    {
        var table = GC.AllocateArray<float>(Math.Max(span / 4, 1) * 9, pinned: true);
        for (var j = 0; j < span / 4; j++)
        {
            for (var power = 1; power <= 3; power++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * power * j / span);
                (table[j * 9 + power * 3 - 3], table[j * 9 + power * 3 - 2], table[j * 9 + power * 3 - 1]) = ((float)cos, (float)sin, (float)-sin);
            }
        }
        return table;
    }

    private static float[] Half(int span)
    {
        var table = GC.AllocateArray<float>(Math.Max(span / 2, 1) * 2, pinned: true);
        for (var j = 0; j < span / 2; j++)
        {
            var (sin, cos) = Math.SinCos(-2 * Math.PI * j / span);
            (table[j * 2], table[j * 2 + 1]) = ((float)cos, (float)sin);
        }
        return table;
    }

    // Spans are cut into four interleaved parts, the last into two where the length is no power of four.
    private static int[] Order(int length)
    {
        var places = new int[length];
        for (var place = 0; place < length; place++)
        {
            var (frequency, factor, rest) = (0, 1, place);
            for (var span = length; span > 1;)
            {
                var parts = span >= 4 ? 4 : 2;
                span /= parts;
                frequency += rest / span * factor;
                rest %= span;
                factor *= parts;
            }
            places[frequency] = place;
        }
        return places;
    }
}
