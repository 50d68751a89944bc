using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The pixels under a window whose taps are moved one by one: with a 1×1 convolution behind it a deformable convolution (Dai et al. 2017, equation 2).</summary>
/// <remarks>
/// <para>The first input is x, <c>H × W × C</c>; the second holds a row and a column offset for each tap of each output, <c>P × Q × (2 · taps)</c>, in pixels; y is <c>P × Q × (taps · C)</c>:
/// y[p, q, t · C + c] = x[p · stride + i · dilation − padding + row, q · stride + j · dilation − padding + column, c] for the tap t = (i, j), bilinear between pixels, zeros outside.</para>
/// <para>With several <see cref="OffsetGroups"/> each run of C / groups channels has offsets of its own, <c>P × Q × (groups · 2 · taps)</c>; with a <see cref="HasMask"/> a third input, <c>P × Q × (groups · taps)</c>,
/// multiplies what each tap read (Zhu et al. 2019, equation 1: a modulated deformable convolution).</para>
/// <para>Gradients go to the map, to the offsets and to the mask. Offsets of zero give an ordinary convolution. Offsets usually come from a convolution
/// with 2 · taps channels that begins with zeros. Two spatial axes.</para>
/// </remarks>
/// <example><code>
/// var offsets = x.Then(new Convolution(2 * 9, 3) { Padding = Padding.Same, WeightInitializer = Initializer.Zeros });
/// var y = Node.Apply(new DeformableSampling(3) { Padding = Padding.Same }, x, offsets).Then(new Convolution(64, 1));
/// </code></example>
public sealed record DeformableSampling : WindowLayer
{
    /// <summary>With a window of a size.</summary>
    public DeformableSampling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <summary>The runs of channels that have offsets of their own.</summary>
    public int OffsetGroups { get; init; } = 1;

    /// <summary>Whether a third input multiplies each tap.</summary>
    public bool HasMask { get; init; }

    /// <inheritdoc/>
    public override int InputCount => HasMask ? 3 : 2;

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.SpatialRank != 2) throw new ShapeException($"{inputs.Label} works on 2 spatial axes and channels; its input is {inputs.Shape}, of rank {inputs.Shape.Rank}.");
        if (Fit == Fit.Ceiling) throw new ShapeException($"{inputs.Label} has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.");
        var windows = Windows(inputs);
        var taps = windows[0].Kernel * windows[1].Kernel;
        if (OffsetGroups < 1 || inputs.Shape.Channels % OffsetGroups != 0) throw new ShapeException($"{inputs.Label} has {OffsetGroups} groups of offsets, which do not divide {inputs.Shape.Channels} channels.");
        var offsets = Shape.Of(windows[0].Output, windows[1].Output, checked(OffsetGroups * 2 * taps));
        var each = OffsetGroups == 1 ? $"{taps} taps" : $"{OffsetGroups} groups of {taps} taps";
        if (inputs.Shapes[1] != offsets) throw new ShapeException($"{inputs.Label} does not fit: its offsets are {inputs.Shapes[1]}; a row and a column for each of {each} at {windows[0].Output}×{windows[1].Output} outputs are {offsets}.");
        var mask = offsets.WithChannels(OffsetGroups * taps);
        if (HasMask && inputs.Shapes[2] != mask) throw new ShapeException($"{inputs.Label} does not fit: its mask is {inputs.Shapes[2]}; a number for each of {each} at {windows[0].Output}×{windows[1].Output} outputs is {mask}.");
        return offsets.WithChannels(checked(taps * inputs.Shape.Channels));
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var windows = Windows(lowering.Shapes);
        var shape = new DeformableShape(lowering.Batch, lowering.Shapes.Shape.Channels, windows[0], windows[1], OffsetGroups);
        var mask = HasMask ? lowering.InOrder(lowering.Inputs[2]) : null;
        return lowering.Add(new DeformableStep(shape, lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]), mask, lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
