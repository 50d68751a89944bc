using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Packs weights from K × C/groups × taps into [group][block of target channels][tap][source channel][lane]: a task for each group and block.</summary>
internal unsafe struct PackGrid : IGrid
{
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
        for (var place = 0; place < taps; place++)
        {
            // The gather of a backward pass meets the taps in reverse.
            var tap = Backward ? taps - 1 - place : place;
            for (var source = 0; source < sources; source++, to += width)
            {
                for (var lane = 0; lane < valid; lane++)
                {
                    var (k, c) = Backward ? (source, first + lane) : (first + lane, source);
                    to[lane] = From[(((long)group * outputs + k) * inputs + c) * taps + tap];
                }
                new Span<float>(to + valid, width - valid).Clear();
            }
        }
    }
}
