using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The pixels under a window whose taps are moved one by one: with a 1×1 convolution behind it a deformable convolution (Dai et al. 2017, equation 2).</summary>
/// <remarks>
/// <para>The first input is x, <c>H × W × C</c>; the second holds a row and a column offset for each tap of each output, <c>P × Q × (2 · taps)</c>, in pixels; y is <c>P × Q × (taps · C)</c>:
/// y[p, q, t · C + c] = x[p · stride + i · dilation − padding + row, q · stride + j · dilation − padding + column, c] for the tap t = (i, j), bilinear between pixels, zeros outside.</para>
/// <para>Gradients go to the map and to the offsets. Offsets of zero give an ordinary convolution. Offsets usually come from a convolution
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

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.SpatialRank != 2) throw new ShapeException($"{inputs.Label} works on 2 spatial axes and channels; its input is {inputs.Shape}, of rank {inputs.Shape.Rank}.");
        if (Fit == Fit.Ceiling) throw new ShapeException($"{inputs.Label} has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.");
        var windows = Windows(inputs);
        var taps = windows[0].Kernel * windows[1].Kernel;
        var offsets = Shape.Of(windows[0].Output, windows[1].Output, 2 * taps);
        if (inputs.Shapes[1] != offsets) throw new ShapeException($"{inputs.Label} does not fit: its offsets are {inputs.Shapes[1]}; a row and a column for each of {taps} taps at {windows[0].Output}×{windows[1].Output} outputs are {offsets}.");
        return offsets.WithChannels(checked(taps * inputs.Shape.Channels));
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var windows = Windows(lowering.Shapes);
        var shape = new DeformableShape(lowering.Batch, lowering.Shapes.Shape.Channels, windows[0], windows[1]);
        return lowering.Add(new DeformableStep(shape, lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]), lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
