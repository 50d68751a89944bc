using Striate.Kernels.Convolution;

namespace Striate.Kernels.Pooling;

/// <summary>The taps of one window that lie inside the input: a range along each axis.</summary>
internal readonly ref struct Window
{
    private readonly PoolingShape _shape;
    private readonly (int First, int Last, int Origin) _depth;
    private readonly (int First, int Last, int Origin) _height;
    private readonly (int First, int Last, int Origin) _width;

    /// <summary>The window of an output pixel of one example.</summary>
    public Window(in PoolingShape shape, int output)
    {
        _shape = shape;
        _width = Range(shape.Width, output % shape.Width.Output);
        _height = Range(shape.Height, output / shape.Width.Output % shape.Height.Output);
        _depth = Range(shape.Depth, output / shape.Width.Output / shape.Height.Output);
    }

    /// <summary>The number of inputs.</summary>
    public int Count => Length(_depth) * Length(_height) * Length(_width);

    /// <summary>The number of inputs and padding elements; what hangs over the padding does not count.</summary>
    public int PaddedCount => PaddedLength(_shape.Depth, _depth.Origin) * PaddedLength(_shape.Height, _height.Origin) * PaddedLength(_shape.Width, _width.Origin);

    /// <summary>The first input pixel in row-major order; false for an empty window.</summary>
    public bool TryFirst(out Place place)
    {
        place = new Place { D = _depth.First, H = _height.First, W = _width.First };
        place.Pixel = Pixel(place);
        return Count > 0;
    }

    /// <summary>The next input pixel.</summary>
    public bool TryNext(ref Place place)
    {
        if (++place.W > _width.Last)
        {
            place.W = _width.First;
            if (++place.H > _height.Last)
            {
                place.H = _height.First;
                if (++place.D > _depth.Last) return false;
            }
        }
        place.Pixel = Pixel(place);
        return true;
    }

    private int Pixel(in Place place) =>
        ((_depth.Origin + place.D * _shape.Depth.Dilation) * _shape.Height.Input + _height.Origin + place.H * _shape.Height.Dilation) * _shape.Width.Input
        + _width.Origin + place.W * _shape.Width.Dilation;

    private static int Length((int First, int Last, int Origin) range) => Math.Max(0, range.Last - range.First + 1);

    private static int PaddedLength(WindowAxis axis, int origin) => Math.Min(axis.Kernel, (axis.Input + axis.PaddingHigh - 1 - origin) / axis.Dilation + 1);

    private static (int, int, int) Range(WindowAxis axis, int output)
    {
        var (first, last) = axis.TapsInside(output);
        return (first, last, output * axis.Stride - axis.PaddingLow);
    }

    /// <summary>A tap and its input pixel.</summary>
    public struct Place
    {
        public int D;
        public int H;
        public int W;
        public int Pixel;
    }
}
