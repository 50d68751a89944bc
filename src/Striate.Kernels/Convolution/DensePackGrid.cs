using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Packs the weights K × C × taps of a dense layer for inputs in the order taps × C: a task for each block of columns.</summary>
internal unsafe struct DensePackGrid : IGrid
{
    public int Channels;
    public int Taps;
    public int Outputs;
    public bool Backward;
    public ColumnBlocks Columns;
    public float* From;
    public float* To;

    public readonly void Run(int task, int worker)
    {
        var (first, width, valid) = (Columns.First(task), Columns.Width(task), Columns.Valid(task));
        var inputs = Channels * Taps;
        var sources = Backward ? Outputs : inputs;
        var to = To + (long)first * sources;
        for (var source = 0; source < sources; source++, to += width)
        {
            for (var lane = 0; lane < valid; lane++)
            {
                var (k, input) = Backward ? (source, first + lane) : (first + lane, source);
                to[lane] = From[((long)k * Channels + input % Channels) * Taps + input / Channels];
            }
            new Span<float>(to + valid, width - valid).Clear();
        }
    }
}
