using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Striate.Kernels.Random;

/// <content>Many blocks at once.</content>
public readonly partial struct PhiloxStream
{
    private const int Lanes = 8;
    private const ulong Low = 0xFFFFFFFF;

    /// <summary>The words of a block and of those behind it, as <see cref="Block"/> gives them.</summary>
    public void Fill(uint block, Span<uint> words)
    {
        var whole = words.Length / (4 * Lanes) * (4 * Lanes);
        for (var i = 0; i < whole; i += 4 * Lanes) FillVectors(block + (uint)i / 4, ref words[i]);
        Span<uint> last = stackalloc uint[4];
        for (var i = whole; i < words.Length; i += 4)
        {
            (last[0], last[1], last[2], last[3]) = Block(block + (uint)i / 4);
            last[..Math.Min(4, words.Length - i)].CopyTo(words[i..]);
        }
    }

    // A block a lane of 64 bits, in which a product of two words fits; the upper half of every lane is zero between the rounds.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillVectors(uint block, ref uint words)
    {
        var a = (Vector512.Create((ulong)block) + Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7)) & Vector512.Create(Low);
        var b = Vector512.Create((ulong)(uint)step);
        var c = Vector512.Create((ulong)name);
        var d = Vector512.Create((ulong)(purpose ^ ((uint)(step >> 32) << 8)));
        var (key0, key1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var product0 = a * Vector512.Create((ulong)Multiplier0);
            var product1 = c * Vector512.Create((ulong)Multiplier1);
            a = (product1 >>> 32) ^ b ^ Vector512.Create((ulong)key0);
            b = product1 & Vector512.Create(Low);
            c = (product0 >>> 32) ^ d ^ Vector512.Create((ulong)key1);
            d = product0 & Vector512.Create(Low);
            (key0, key1) = (key0 + Weyl0, key1 + Weyl1);
        }
        // a b of each block, then c d of each block, to a b c d of each block.
        var (front, back) = (a | (b << 32), c | (d << 32));
        var even = Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0);
        var (first, second) = (Vector512.Create(0ul, 0, 1, 1, 2, 2, 3, 3), Vector512.Create(4ul, 4, 5, 5, 6, 6, 7, 7));
        ref var to = ref Unsafe.As<uint, ulong>(ref words);
        Vector512.ConditionalSelect(even, Vector512.Shuffle(front, first), Vector512.Shuffle(back, first)).StoreUnsafe(ref to);
        Vector512.ConditionalSelect(even, Vector512.Shuffle(front, second), Vector512.Shuffle(back, second)).StoreUnsafe(ref to, Lanes);
    }
}
