using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A layer that slides a window over 1, 2 or 3 spatial axes: convolution and pooling.</summary>
/// <remarks>Along each axis: output = ⌊(input + padding − extent) / stride⌋ + 1 with extent = dilation · (kernel − 1) + 1 (Dumoulin &amp; Visin 2016, relation 15).</remarks>
public abstract record WindowLayer : Layer
{
    /// <summary>A layer with a window of a size.</summary>
    protected WindowLayer(AxisSizes kernel) => Kernel = kernel;

    /// <summary>The window's size along each spatial axis.</summary>
    public AxisSizes Kernel { get; init; }

    /// <summary>The distance of neighbouring windows.</summary>
    public AxisSizes Stride { get; init; } = 1;

    /// <summary>The distance of neighbouring taps.</summary>
    public AxisSizes Dilation { get; init; } = 1;

    /// <summary>Elements assumed around the input.</summary>
    public Padding Padding { get; init; } = Padding.Valid;

    /// <summary>What happens when windows do not fill their input exactly.</summary>
    public Fit Fit { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var rank = inputs.SpatialRank;
        RequireSizes(inputs.Label, rank);
        var axes = new WindowAxis[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var unpadded = new WindowAxis(inputs.Shape[axis], Kernel.At(axis), Stride.At(axis), Dilation.At(axis));
            var (low, high) = Padding.Resolve(axis, unpadded.Input, unpadded.Extent, unpadded.Stride);
            var padded = unpadded with { PaddingLow = low, PaddingHigh = high };
            axes[axis] = Fit == Fit.Ceiling ? padded.Ceiling() : padded;
        }
        WindowFit.Require(inputs.Label, axes, Fit);
        if (PadsFirst) RequirePadding(inputs.Label, axes);
        return axes;
    }

    /// <summary>Whether the padding is something else than zeros, and so a step of its own.</summary>
    internal bool PadsFirst => Padding is { Mode: not PaddingMode.Zero };

    /// <summary>The spatial sizes of the output with a number of channels.</summary>
    protected Shape OutputShape(in LayerInputs inputs, int channels) => Shape.Of([.. Windows(inputs).Select(axis => axis.Output), channels]);

    private protected virtual bool TakesPaddingModes => false;

    private void RequirePadding(string label, WindowAxis[] axes)
    {
        if (!TakesPaddingModes) throw new ShapeException($"{label} has padding in mode {Padding.Mode}, which convolutions alone have. What would fit: PaddingMode.Zero, or a SpatialPadding before it.");
        SpatialPadding.RequireValue(label, Padding.Mode, Padding.Value);
        SpatialPadding.RequireFit(label, Padding.Mode, [.. axes.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))]);
    }

    // What a convolution slides over: the input, or a copy of it with its border, and the windows on that.
    private protected (Value Input, IReadOnlyList<WindowAxis> Windows) Pad(Lowering lowering)
    {
        var windows = Windows(lowering.Shapes);
        if (!PadsFirst || windows.All(axis => axis.PaddingLow == 0 && axis.PaddingHigh == 0)) return (lowering.InOrder(lowering.Input), windows);
        var padded = SpatialPadding.Lower(lowering, Padding.Mode, Padding.Value, [.. windows.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))]);
        return (padded, [.. windows.Select(axis => axis with { Input = axis.Input + axis.PaddingLow + axis.PaddingHigh, PaddingLow = 0, PaddingHigh = 0 })]);
    }

    private protected void RequireSizes(string label, int rank)
    {
        if (Padding is null) throw new ShapeException($"{label} has no padding. What would fit: Padding.Valid, Padding.Same, Padding.Full or Padding.Of(…).");
        Require(label, "kernel", Kernel, rank, 1);
        Require(label, "stride", Stride, rank, 1);
        Require(label, "dilation", Dilation, rank, 1);
        if (Padding is Padding.Explicit padding)
        {
            Require(label, "padding", padding.Low, rank, 0);
            Require(label, "padding", padding.High, rank, 0);
        }
    }

    internal static void Require(string label, string what, AxisSizes sizes, int rank, int least)
    {
        if (!sizes.Fits(rank))
            throw new ShapeException($"{label} has a {what} of {sizes} for {sizes.Sizes.Length} axes; its input has {rank} spatial {(rank == 1 ? "axis" : "axes")}. Give one number for all or {rank}.");
        if (sizes.Sizes.Any(size => size < least))
            throw new ShapeException($"{label} has a {what} of {sizes}; it must be {least} or more along every axis.");
    }
}
