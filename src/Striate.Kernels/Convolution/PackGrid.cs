using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Packs weights from K × C/groups × taps into [group][block of target channels][tap][source channel][lane]: a task for each group and block.</summary>
internal unsafe struct PackGrid : IGrid
{
    // What a run of sources touches, on both sides, stays in the first-level cache while the lanes pass over it.
    private const int SourcesAtOnce = 8;

    public ConvolutionShape Shape;
    public bool Backward;
    public ColumnBlocks Columns;
    public int Lanes;
    public float* From;
    public float* To;

    public readonly void Run(int task, int worker)
    {
        var (group, block) = (task / Columns.Count, task % Columns.Count);
        var (taps, inputs, outputs) = (Shape.Taps, Shape.GroupInputChannels, Shape.GroupOutputChannels);
        var sources = Backward ? outputs : inputs;
        var (first, width, valid) = (Columns.First(block), Columns.Width(block), Columns.Valid(block));
        var to = To + ((long)group * Columns.Padded + first) * taps * sources;
        if (valid < width) new Span<float>(to, taps * sources * width).Clear();
        for (var source = 0; source < sources; source += SourcesAtOnce)
        {
            var count = Math.Min(SourcesAtOnce, sources - source);
            for (var lane = 0; lane < valid; lane++)
            {
                // Forward, a lane's row of weights is read from end to end; backward, the lanes of a row lie side by side.
                var (k, c) = Backward ? (source, first + lane) : (first + lane, source);
                var from = From + (((long)group * outputs + k) * inputs + c) * taps;
                var step = Backward ? (long)inputs * taps : taps;
                for (var place = 0; place < taps; place++)
                {
                    // The gather of a backward pass meets the taps in reverse.
                    var value = from + (Backward ? taps - 1 - place : place);
                    var target = to + ((long)place * sources + source) * width + lane;
                    for (var i = 0; i < count; i++) target[i * width] = value[i * step];
                }
            }
        }
    }
}
