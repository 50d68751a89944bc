using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Source rows of one vector of groups, spread over a few columns: a row stays until a later one takes its place.</summary>
internal unsafe struct SpreadRing<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Rows between one that is read and one that memory is asked for.</summary>
    public const int Ahead = 2;

    public GroupedProblem Problem;
    public int SourceStride;
    public float* Rows;

    /// <summary>Room for the lanes of a vector's inputs.</summary>
    public int* Lanes;

    private float* _example;
    private int _plane;

    /// <summary>Turns to a vector of groups, an example and a target plane.</summary>
    public void Begin(int vector, float* example, int plane)
    {
        Problem.Spread.ListLanes(vector, Lanes);
        _example = example + Problem.Spread.FirstSource(vector);
        _plane = plane;
    }

    /// <summary>Where a row of a tap plane is kept.</summary>
    public readonly float* Piece(int place, int row) => Rows + ((long)place * Problem.Ring + row % Problem.Ring) * Problem.BlockColumns * Problem.PixelFloats;

    /// <summary>Spreads some columns of a row of every tap plane, zeros where the row has none.</summary>
    public readonly void Fill(int row, int first, int columns)
    {
        var (floats, width) = (Problem.PixelFloats, Problem.Width.SourceSize);
        var from = Math.Clamp(-first, 0, columns);
        var to = Math.Clamp(width - first, from, columns);
        for (var place = 0; place < Problem.Depth.Taps; place++)
        {
            if (!Problem.Depth.TrySource(_plane, place, out var plane)) continue;
            var pieces = Piece(place, row);
            if (from > 0) new Span<float>(pieces, from * floats).Clear();
            var source = _example + (((long)plane * Problem.Height.SourceSize + row) * width + first + from) * SourceStride;
            if (to > from) Problem.Spread.Spread<TVector, TSimd>(Lanes, source, SourceStride, to - from, pieces + from * floats, (nint)Ahead * width * SourceStride);
            if (to < columns) new Span<float>(pieces + to * floats, (columns - to) * floats).Clear();
        }
    }
}
