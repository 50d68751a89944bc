namespace Striate.Kernels.Pooling;

/// <summary>The input pixels of one output of adaptive pooling, in row-major order.</summary>
internal ref struct AdaptiveWindow
{
    private readonly AdaptivePoolingShape _shape;
    private readonly (int From, int To) _depth;
    private readonly (int From, int To) _height;
    private readonly (int From, int To) _width;
    private int _d;
    private int _h;
    private int _w;

    public AdaptiveWindow(in AdaptivePoolingShape shape, int output)
    {
        _shape = shape;
        _width = Range(shape.Width, output % shape.Width.Output);
        _height = Range(shape.Height, output / shape.Width.Output % shape.Height.Output);
        _depth = Range(shape.Depth, output / shape.Width.Output / shape.Height.Output);
        (_d, _h, _w) = (_depth.From, _height.From, _width.From - 1);
    }

    public readonly int Count => (_depth.To - _depth.From) * (_height.To - _height.From) * (_width.To - _width.From);

    public readonly int Pixel => (_d * _shape.Height.Input + _h) * _shape.Width.Input + _w;

    public bool MoveNext()
    {
        if (++_w < _width.To) return true;
        _w = _width.From;
        if (++_h < _height.To) return true;
        _h = _height.From;
        return ++_d < _depth.To;
    }

    private static (int, int) Range(AdaptiveAxis axis, int output) => (axis.Start(output), axis.End(output));
}
