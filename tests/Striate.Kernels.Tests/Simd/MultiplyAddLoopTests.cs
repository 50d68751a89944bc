using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Simd;

public class MultiplyAddLoopTests
{
    // Two operations a lane, 12 chains, so many iterations, on each thread.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void OperationsAreCounted(int threads) => Assert.Equal(2.0 * (SimdWidth.Bits / 32) * 12 * 1000 * threads, MultiplyAddLoop.Run(1000, WorkerPool.Of(threads)));

    [Fact]
    public void NoIterationIsNoLoop() => Assert.Throws<ArgumentOutOfRangeException>(() => MultiplyAddLoop.Run(0, WorkerPool.Of(1)));
}
