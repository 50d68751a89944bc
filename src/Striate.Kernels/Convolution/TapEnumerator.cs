namespace Striate.Kernels.Convolution;

/// <summary>All pairs of an output pixel and a tap whose input exists, in the order of outputs: the loops of the definition.</summary>
internal ref struct TapEnumerator(ConvolutionShape shape)
{
    private readonly ConvolutionShape _shape = shape;
    private int _output;
    private int _tap = -1;

    public readonly int OutputPixel => _output;

    public readonly int Tap => _tap;

    public int InputPixel { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (++_tap == _shape.Taps) (_tap, _output) = (0, _output + 1);
            if (_output == _shape.Batch * _shape.OutputPixels) return false;
            var (w, h) = (_output % _shape.Width.Output, _output / _shape.Width.Output % _shape.Height.Output);
            var d = _output / _shape.Width.Output / _shape.Height.Output % _shape.Depth.Output;
            var (s, r) = (_tap % _shape.Width.Kernel, _tap / _shape.Width.Kernel % _shape.Height.Kernel);
            var t = _tap / _shape.Width.Kernel / _shape.Height.Kernel;
            if (!TryInput(_shape.Depth, d, t, out var z) || !TryInput(_shape.Height, h, r, out var y) || !TryInput(_shape.Width, w, s, out var x)) continue;
            InputPixel = ((_output / _shape.OutputPixels * _shape.Depth.Input + z) * _shape.Height.Input + y) * _shape.Width.Input + x;
            return true;
        }
    }

    private static bool TryInput(WindowAxis axis, int output, int tap, out int input)
    {
        input = output * axis.Stride + tap * axis.Dilation - axis.PaddingLow;
        return (uint)input < (uint)axis.Input;
    }
}
