using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>Backward weights of 3×3 windows side by side by F(3, m): sums over tiles of transformed inputs × transformed output gradients, transformed back once.</summary>
/// <remarks>Tiles go through in chunks whose transforms stay in the third-level cache; the sums of a product, or of a part of the weights, belong to one task, so no slots have to be merged.</remarks>
internal sealed unsafe class WinogradWeights<TVector, TSimd, TTransform> : WeightsKernel, ICosted
    where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    /// <inheritdoc/>
    public override string Name => $"winograd{TTransform.Tile}x{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool IsDirect => false;

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => WinogradProblem.Accepts(shape, backward: false, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => Constants.Of(Counts(shape));

    CostConstants ICosted.Constants => Constants;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers)
    {
        var problem = Problem(shape);
        var layout = new WinogradWeightsLayout(problem);
        return layout.Length + workers * WinogradWeightsGrid<TVector, TSimd, TTransform>.WorkerFloats(problem, layout);
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
        var problem = Problem(shape);
        var layout = new WinogradWeightsLayout(problem);
        fixed (float* x = input, dy = outputGradient, dw = weightGradient, work = scratch)
        {
            var grid = new WinogradWeightsGrid<TVector, TSimd, TTransform>
            {
                Stages = new WinogradStages<TVector, TSimd, TTransform> { Problem = problem, Source = x, SourceStride = inputPixelStride },
                Layout = layout,
                Gradient = dy,
                GradientStride = outputPixelStride,
                Weights = dw,
                Accumulate = accumulate,
                Values = work,
                Work = work + layout.Length,
            };
            for (grid.ChunkFrom = 0; grid.ChunkFrom < problem.Tiles; grid.ChunkFrom += layout.ChunkTiles)
            {
                for (grid.Stage = WinogradStage.Input; grid.Stage <= (layout.IsLocal ? WinogradStage.Input : WinogradStage.Multiply); grid.Stage++) pool.Run(grid.Tasks, ref grid);
            }
            if (!layout.IsFused)
            {
                grid.Stage = WinogradStage.Output;
                pool.Run(grid.Tasks, ref grid);
            }
            if (!biasGradient.IsEmpty) grid.MergeBias(biasGradient);
        }
    }

    private static WinogradProblem Problem(in ConvolutionShape shape) => new(shape, backward: false, TSimd.Count, TTransform.Tile, TTransform.Size);

    private static CostConstants Constants => CostModel.WinogradWeights;

    private static CostParts Counts(in ConvolutionShape shape)
    {
        var problem = Problem(shape);
        var values = (double)problem.Tiles * problem.Products;
        // Rows of a product are its channels, the steps of the inner loop its tiles.
        var products = values * CostModel.Tiles(problem.Channels, problem.Columns, TSimd.TallRows, TSimd.WideRows);
        return new CostParts(products, values * problem.Channels / TSimd.Count, values * problem.Columns.Vectors, (double)problem.WeightStride * problem.Products);
    }
}
