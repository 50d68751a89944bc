using Striate.Kernels.Convolution;

namespace Striate.Kernels.Pooling;

/// <summary>The windows of one row of outputs: what they share is computed once.</summary>
internal readonly struct WindowRow
{
    private readonly WindowAxis _axis;
    private readonly (int Start, int Count, int Padded) _depth;
    private readonly (int Start, int Count, int Padded) _height;
    private readonly int _first;

    /// <summary>A row of an example: output plane · output rows + output row.</summary>
    public WindowRow(in PoolingShape shape, int row)
    {
        _axis = shape.Width;
        _depth = Range(shape.Depth, row / shape.Height.Output);
        _height = Range(shape.Height, row % shape.Height.Output);
        _first = (_depth.Start * shape.Height.Input + _height.Start) * shape.Width.Input;
    }

    /// <summary>The window of an output column.</summary>
    public Window At(int column)
    {
        var (start, count, padded) = Range(_axis, column);
        return new Window(_first + start, _depth.Count, _height.Count, count, _depth.Padded * _height.Padded * padded);
    }

    // Most windows lie inside: they need no division.
    private static (int Start, int Count, int Padded) Range(in WindowAxis axis, int output)
    {
        var origin = output * axis.Stride - axis.PaddingLow;
        if (origin >= 0 && origin + axis.Extent <= axis.Input) return (origin, axis.Kernel, axis.Kernel);
        var (first, last) = axis.TapsInside(output);
        var padded = Math.Min(axis.Kernel, (axis.Input + axis.PaddingHigh - 1 - origin) / axis.Dilation + 1);
        return (origin + first * axis.Dilation, Math.Max(0, last - first + 1), padded);
    }
}
