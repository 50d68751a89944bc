using System.Runtime.CompilerServices;
using Striate.Kernels.Convolution.Depthwise;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Several groups of few channels side by side in one vector of target channels.</summary>
/// <remarks>Input j of a pixel becomes a vector in which each lane holds the j-th input of the lane's own group: a grouped convolution is then one multiply–add a vector, tap and j.</remarks>
internal readonly struct GroupSpread(int groups, int sources, int targets, int lanes)
{
    public int Groups => groups;

    /// <summary>Channels of a group that are read; 0 where groups are not spread.</summary>
    public int Sources => sources;

    /// <summary>Channels of a group that are written.</summary>
    public int Targets => targets;

    /// <summary>Groups in a vector: their channels fit it on both sides.</summary>
    public int Together => Math.Min(lanes / Math.Max(sources, targets), groups);

    public int Vectors => (groups + Together - 1) / Together;

    /// <summary>Target channels of a vector.</summary>
    public int Valid(int vector) => Math.Min(Together, groups - vector * Together) * targets;

    /// <summary>The first target channel of a vector.</summary>
    public int FirstTarget(int vector) => vector * Together * targets;

    /// <summary>The source channel from which a whole vector is loaded: the first of the groups, or the last from which there is one.</summary>
    public int FirstSource(int vector) => Math.Max(0, Math.Min(vector * Together * sources, groups * sources - lanes));

    // Depthwise windows from which on spread rows, which stay in the first-level cache, outweigh what tiles cost besides; as measured, between 7×7 and 9×9.
    private const int LargeWindow = 81;

    /// <summary>Whether groups are so small that two or more fit a vector; with one channel on both sides they are the depthwise kernels', but for large windows.</summary>
    public static bool Exists(in ConvolutionShape shape, int lanes) => shape.Groups > 1 && Math.Max(shape.GroupInputChannels, shape.GroupOutputChannels) * 2 <= lanes &&
        (!DepthwiseShape.Is(shape, lanes) || shape.Taps >= LargeWindow);

    /// <summary>What the kernels do: multiply–adds of a vector, inputs spread over vectors, outputs stored.</summary>
    public static CostParts Counts(in ConvolutionShape shape, bool backward, int lanes)
    {
        var spread = backward
            ? new GroupSpread(shape.Groups, shape.GroupOutputChannels, shape.GroupInputChannels, lanes)
            : new GroupSpread(shape.Groups, shape.GroupInputChannels, shape.GroupOutputChannels, lanes);
        var (sources, targets) = backward ? (shape.OutputPixels, shape.InputPixels) : (shape.InputPixels, shape.OutputPixels);
        var vectors = (double)shape.Batch * spread.Vectors;
        // Each tap joins each output with an input, whichever pass.
        return new CostParts(vectors * spread.Sources * shape.Taps * shape.OutputPixels, vectors * spread.Sources * sources, vectors * targets, shape.WeightLength);
    }

    /// <summary>For each input j and target lane the lane of the loaded vector that holds the input of the lane's group; groups that do not exist repeat the last.</summary>
    public unsafe void ListLanes(int vector, int* table)
    {
        var first = FirstSource(vector);
        for (int lane = 0, target = 0, together = 0; lane < lanes; lane++)
        {
            var group = Math.Min(vector * Together + together, groups - 1);
            for (var j = 0; j < sources; j++) table[j * lanes + lane] = group * sources + j - first;
            if (++target == targets && together < Together - 1) (target, together) = (0, together + 1);
        }
    }

    /// <summary>Writes pixels of a vector's groups as <see cref="Sources"/> vectors each.</summary>
    /// <param name="table">What <see cref="ListLanes"/> wrote.</param>
    /// <param name="from">The first source channel of the vector, of the first pixel.</param>
    /// <param name="step">Floats from one pixel to the next.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="to">The vectors of one pixel behind those of the other.</param>
    /// <param name="ahead">Floats from a pixel to one that will be read later: lines as far apart as pixels are no stream that the processor would see.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public unsafe void Spread<TVector, TSimd>(int* table, float* from, nint step, int pixels, float* to, nint ahead) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (count, channels) = (sources, groups * sources);
        for (; pixels > 0; pixels--, from += step)
        {
            Prefetch.Near(from + ahead);
            var pixel = channels < TSimd.Count ? TSimd.LoadFirst(from, channels) : TSimd.Load(from);
            var order = (float*)table;
            var j = count;
            for (; j >= 4; j -= 4, to += 4 * TSimd.Count, order += 4 * TSimd.Count)
            {
                TSimd.Store(to, TSimd.Permute(pixel, TSimd.Load(order)));
                TSimd.Store(to + TSimd.Count, TSimd.Permute(pixel, TSimd.Load(order + TSimd.Count)));
                TSimd.Store(to + 2 * TSimd.Count, TSimd.Permute(pixel, TSimd.Load(order + 2 * TSimd.Count)));
                TSimd.Store(to + 3 * TSimd.Count, TSimd.Permute(pixel, TSimd.Load(order + 3 * TSimd.Count)));
            }
            for (; j > 0; j--, to += TSimd.Count, order += TSimd.Count) TSimd.Store(to, TSimd.Permute(pixel, TSimd.Load(order)));
        }
    }
}
