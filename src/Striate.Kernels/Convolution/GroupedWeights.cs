using System.Numerics.Tensors;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>dw for groups of few channels: several groups side by side fill the vectors.</summary>
/// <typeparam name="TVector">The hardware vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal sealed unsafe class GroupedWeights<TVector, TSimd> : WeightsKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private const int MostSlots = 16;

    // Pixels over which sums stay in registers; what they read of three rows stays in the first-level cache.
    private const int Columns = 24;

    /// <inheritdoc/>
    public override string Name => $"grouped{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => GroupSpread.Exists(shape, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.GroupedWeights.Of(GroupSpread.Counts(shape, false, TSimd.Count));

    CostConstants ICosted.Constants => CostModel.GroupedWeights;

    CostParts ICosted.Parts(in ConvolutionShape shape) => GroupSpread.Counts(shape, false, TSimd.Count);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers)
    {
        var problem = Problem(shape);
        return Slots(problem) * SlotFloats(problem) + workers * GroupedWeightsGrid<TVector, TSimd>.WorkerFloats(problem);
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
        var problem = Problem(shape);
        var slots = Slots(problem);
        var slotFloats = SlotFloats(problem);
        fixed (float* x = input, dy = outputGradient, work = scratch)
        {
            var grid = new GroupedWeightsGrid<TVector, TSimd>
            {
                Problem = problem,
                Width = shape.Width,
                Slots = slots,
                VectorTasks = Math.Min(problem.Spread.Vectors, Math.Max(1, 2 * MostSlots / slots)),
                Input = x,
                InputStride = inputPixelStride,
                Gradient = dy,
                GradientStride = outputPixelStride,
                Sums = work,
                Scratch = work + slots * slotFloats,
            };
            pool.Run(slots * grid.VectorTasks, ref grid, GroupSpread.Counts(shape, false, TSimd.Count).Work);
        }
        // Slots in their order; then each sum to its place.
        for (var slot = 1; slot < slots; slot++)
            TensorPrimitives.Add(scratch[..(int)slotFloats], scratch.Slice((int)(slot * slotFloats), (int)slotFloats), scratch[..(int)slotFloats]);
        for (var k = 0; k < shape.OutputChannels; k++)
        {
            var (vector, lane) = (k / (problem.Spread.Together * problem.Spread.Targets), k % (problem.Spread.Together * problem.Spread.Targets));
            var sums = scratch[(int)(vector * GroupedWeightsGrid<TVector, TSimd>.VectorFloats(problem) + lane)..];
            var (sources, taps) = (problem.Spread.Sources, shape.Taps);
            for (var j = 0; j < sources; j++)
                for (var tap = 0; tap < taps; tap++) Give(sums[(tap * sources + j) * TSimd.Count], accumulate, ref weightGradient[(k * sources + j) * taps + tap]);
            if (!biasGradient.IsEmpty) Give(sums[taps * sources * TSimd.Count], accumulate, ref biasGradient[k]);
        }
    }

    private static void Give(float sum, bool accumulate, ref float gradient) => gradient = accumulate ? gradient + sum : sum;

    private static GroupedProblem Problem(in ConvolutionShape shape) => new(shape, false, TSimd.Count, Columns);

    private static int Slots(in GroupedProblem problem) => Math.Min(MostSlots, problem.Batch * problem.Depth.TargetSize * problem.Height.TargetSize);

    private static long SlotFloats(in GroupedProblem problem) => problem.Spread.Vectors * GroupedWeightsGrid<TVector, TSimd>.VectorFloats(problem);
}
