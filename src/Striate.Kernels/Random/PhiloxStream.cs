namespace Striate.Kernels.Random;

/// <summary>A stream of random numbers without state: number i is a function of (seed, purpose, name, step, i), so nothing needs to be stored and any thread may ask for any.</summary>
/// <remarks>
/// Philox4x32-10 of Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 4. The key is the seed; the counter's four words are the
/// block, the step, the name and the purpose (the purpose in the upper bits of the word of the block's high part), so that streams never meet.
/// </remarks>
public readonly partial struct PhiloxStream(ulong seed, uint purpose, uint name, ulong step)
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    /// <summary>2⁻²⁴.</summary>
    internal const float Unit = 1f / 16777216f;

    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four words of a block.</summary>
    public (uint A, uint B, uint C, uint D) Block(uint block) =>
        Rounds((block, (uint)step, name, purpose ^ ((uint)(step >> 32) << 8)), ((uint)seed, (uint)(seed >> 32)));

    /// <summary>Random bits.</summary>
    public uint Bits(ulong index)
    {
        var (a, b, c, d) = Block((uint)(index >> 2));
        return (index & 3) switch { 0 => a, 1 => b, 2 => c, _ => d };
    }

    /// <summary>Uniform on [0, 1), in steps of 2⁻²⁴.</summary>
    public float Uniform(ulong index) => ToUniform(Bits(index));

    /// <summary>Standard normal (Box &amp; Muller 1958).</summary>
    public float Normal(ulong index)
    {
        var (a, b, c, d) = Block((uint)(index >> 1));
        var (first, second) = (index & 1) == 0 ? (a, b) : (c, d);
        // 1 − u lies in (0, 1], whose logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log((first + 1.0) / 4294967296.0));
        return (float)(radius * Math.Cos(2 * Math.PI * (second / 4294967296.0)));
    }

    /// <summary>A whole number from 0 to below <paramref name="bound"/>; the bias is below bound / 2³².</summary>
    public int Below(ulong index, int bound) => (int)((ulong)Bits(index) * (uint)bound >> 32);

    /// <summary>Brings numbers into random order (Fisher &amp; Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below((ulong)i, i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    internal static float ToUniform(uint bits) => (bits >> 8) * Unit;

    internal static (uint, uint, uint, uint) Rounds((uint A, uint B, uint C, uint D) x, (uint A, uint B) key)
    {
        for (var round = 0; round < 10; round++)
        {
            var product0 = (ulong)Multiplier0 * x.A;
            var product1 = (ulong)Multiplier1 * x.C;
            x = ((uint)(product1 >> 32) ^ x.B ^ key.A, (uint)product1, (uint)(product0 >> 32) ^ x.D ^ key.B, (uint)product0);
            key = (key.A + Weyl0, key.B + Weyl1);
        }
        return x;
    }
}
