using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Simd;

public class CeilingsTests
{
    [Fact]
    public void BothAreFound()
    {
        var pool = WorkerPool.Of(2);
        Assert.InRange(Ceilings.Roof(pool, TimeSpan.Zero), 0.1, 1e6);
        Assert.InRange(Ceilings.Stream(1 << 20, pool, TimeSpan.Zero), 0.01, 1e6);
    }

    [Fact]
    public void AStreamOfNothingIsRefused() =>
        Assert.Equal("bytes ('65535') must be greater than or equal to '65536'. (Parameter 'bytes')\nActual value was 65535.", Assert.Throws<ArgumentOutOfRangeException>(() => Ceilings.Stream(65535, WorkerPool.Of(1), TimeSpan.Zero)).Message.ReplaceLineEndings("\n"));
}
