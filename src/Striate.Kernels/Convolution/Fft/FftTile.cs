using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>A vector of channels of one tile in a worker's memory, on the way between numbers and frequencies: rows first, then columns, and back; <see cref="FftProblem.WorkerFloats"/> long.</summary>
/// <remarks>Frequencies along rows stand in order, those down columns as <see cref="FftTables.PlacesOf"/> says. Real numbers, so half of the columns suffices.</remarks>
internal readonly unsafe struct FftTile<TVector, TSimd>(int height, int width, float* work) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Columns of frequencies.</summary>
    public int Across => width / 2 + 1;

    /// <summary>A row of numbers for the caller's use, not that of <see cref="InverseRow"/>.</summary>
    public float* Patch => work + (height + 1) * RowFloats;

    private int RowFloats => (width + 2) * TSimd.Count;

    private FftLine Line => new(work + height * RowFloats, 2 * TSimd.Count, TSimd.Count);

    /// <summary>The real part of a frequency; the imaginary part follows.</summary>
    public float* Frequency(int row, int column) => work + row * RowFloats + column * 2 * TSimd.Count;

    /// <summary>A row of zeros.</summary>
    public void ClearRow(int row) => new Span<float>(Frequency(row, 0), RowFloats).Clear();

    /// <summary>Twice the frequencies along a row.</summary>
    public void ForwardRow(int row, float* from, nint step)
    {
        FftTransform<TVector, TSimd>.Forward(width / 2, new FftLine(from, 2 * step, step), Line);
        FftLinePass<TVector, TSimd>.Split(width / 2, Line, new FftLine(Frequency(row, 0), 2 * TSimd.Count, TSimd.Count));
    }

    /// <summary>The frequencies down a column, in place.</summary>
    public void ForwardColumn(int column) => FftTransform<TVector, TSimd>.Forward(height, Column(column), Column(column));

    /// <summary>The columns back from a map of frequencies, times the height.</summary>
    public void InverseColumns(float* map, nint stride, nint imaginary)
    {
        for (var k = 0; k < Across; k++)
        {
            FetchColumn(k + 1, map, stride, imaginary);
            var from = new FftLine(map + k * stride, Across * stride, imaginary);
            if (height > 1)
            {
                FftTransform<TVector, TSimd>.Inverse(height, from, Column(k));
                continue;
            }
            TSimd.Store(Frequency(0, k), TSimd.Load(from.Address));
            TSimd.Store(Frequency(0, k) + TSimd.Count, TSimd.Load(from.Address + imaginary));
        }
    }

    /// <summary>Transforms the columns of f and stores f* times a factor as the factor of complex numbers: (re, −im) for a real part, and (im, re) at a distance for an imaginary part.</summary>
    public void StoreConjugate(float factor, float* map, nint stride, nint distance)
    {
        var scale = TSimd.Broadcast(factor);
        for (var k = 0; k < Across; k++)
        {
            FetchColumn(k + 1, map, stride, TSimd.Count);
            FetchColumn(k + 1, map + distance, stride, TSimd.Count);
            ForwardColumn(k);
            for (var i = 0; i < height; i++)
            {
                var place = map + (i * Across + k) * stride;
                var (re, im) = (TSimd.Multiply(scale, TSimd.Load(Frequency(i, k))), TSimd.Multiply(scale, TSimd.Load(Frequency(i, k) + TSimd.Count)));
                TSimd.Store(place, re);
                TSimd.Store(place + TSimd.Count, TSimd.Subtract(TSimd.Zero, im));
                TSimd.Store(place + distance, im);
                TSimd.Store(place + distance + TSimd.Count, re);
            }
        }
    }

    /// <summary>A row back from its frequencies, times the width: vectors one behind the other, to be read before the next row.</summary>
    public float* InverseRow(int row)
    {
        FftLinePass<TVector, TSimd>.Join(width / 2, new FftLine(Frequency(row, 0), 2 * TSimd.Count, TSimd.Count), Line);
        FftTransform<TVector, TSimd>.Inverse(width / 2, Line, Line);
        return Line.Address;
    }

    /// <summary>Asks for the place of a column in a map of frequencies, read or written.</summary>
    /// <remarks>Frequencies lie far apart: without being asked for, each line is waited for, the written ones too, and the whole convolution takes two to three times as long.</remarks>
    public void FetchColumn(int column, float* map, nint stride, nint imaginary)
    {
        if (column >= Across) return;
        for (var row = 0; row < height; row++)
        {
            var address = map + (row * Across + column) * stride;
            Prefetch.Near(address);
            Prefetch.Near(address + imaginary);
        }
    }

    private FftLine Column(int column) => new(Frequency(0, column), RowFloats, TSimd.Count);
}
