using Striate.Kernels.Random;

namespace Striate.Kernels.Tests.Random;

public class PhiloxTests
{
    // Known answers of Random123's kat_vectors for philox4x32-10 (Salmon et al. 2011).
    [Fact]
    public void KnownAnswers()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), PhiloxStream.Rounds((0, 0, 0, 0), (0, 0)));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), PhiloxStream.Rounds((~0u, ~0u, ~0u, ~0u), (~0u, ~0u)));
        Assert.Equal((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u), PhiloxStream.Rounds((0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u), (0xa4093822u, 0x299f31d0u)));
    }

    [Theory]
    [InlineData(0, 131)]
    [InlineData(uint.MaxValue - 20, 128)]
    [InlineData(7, 3)]
    public void ManyBlocksAreTheBlocks(uint block, int length)
    {
        var stream = new PhiloxStream(0x123456789ABCDEF0, 3, 0xDEADBEEF, 0x1_0000_0005);
        var words = new uint[length];
        stream.Fill(block, words);
        for (var i = 0; i < length; i++)
        {
            var (a, b, c, d) = stream.Block(block + (uint)i / 4);
            Assert.Equal(new[] { a, b, c, d }[i % 4], words[i]);
        }
    }

    [Fact]
    public void UniformAndNormalHaveTheirMoments()
    {
        var stream = new PhiloxStream(7, 1, 2, 3);
        var uniform = Enumerable.Range(0, 100_000).Select(i => (double)stream.Uniform((ulong)i)).ToArray();
        Assert.InRange(uniform.Average(), 0.497, 0.503);
        Assert.All(uniform, value => Assert.InRange(value, 0, 1 - 1e-8));
        var normal = Enumerable.Range(0, 100_000).Select(i => (double)stream.Normal((ulong)i)).ToArray();
        Assert.InRange(normal.Average(), -0.012, 0.012);
        Assert.InRange(normal.Select(value => value * value).Average(), 0.98, 1.02);
    }

    [Fact]
    public void ShufflesArePermutations()
    {
        var values = Enumerable.Range(0, 1000).ToArray();
        new PhiloxStream(1, 2, 3, 4).Shuffle(values);
        Assert.NotEqual(Enumerable.Range(0, 1000), values);
        Assert.Equal(Enumerable.Range(0, 1000), values.Order());
    }
}
