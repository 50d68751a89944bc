using System.Numerics;
using Striate.Kernels.Fourier;

namespace Striate.Steps.Arrays;

/// <summary>Fourier transforms of lines or of frames of lines.</summary>
internal sealed class SpectrumStep : Step
{
    private readonly SpectrumShape _shape;
    private readonly FourierTransform _transform;
    private readonly Complex[] _line;
    private readonly int _time;
    private readonly int _parts;
    private readonly int _frames;

    public SpectrumStep(SpectrumShape shape, Value input, Value output) : base([input], output)
    {
        (_shape, _transform, _line) = (shape, new FourierTransform(shape.Length), new Complex[shape.Length]);
        (_time, _parts) = (input.Shape[^2], input.Shape[^1]);
        _frames = shape.Step == 0 ? 1 : output.Shape[^3];
    }

    public override string Kind => "spectrum";

    public override bool MixesExamples => false;

    // A half spectrum of a real signal that the inverse takes.
    private bool TakesHalf => _shape is { IsInverse: true, IsOneSided: true };

    private int Taken => Math.Min(_time, TakesHalf ? _shape.Length / 2 + 1 : _shape.Length);

    private int Lines => Math.Max(1, (int)(Output.Length / ((long)_shape.Bins * _shape.Parts)));

    public override void Forward(StepContext context)
    {
        var x = Inputs[0].Data;
        var y = Output.Data;
        var scale = _shape.IsInverse ? 1.0 / _shape.Length : 1;
        for (var line = 0; line < Lines; line++)
        {
            Fill(x[Start(line)..]);
            _transform.Run(_line, _shape.IsInverse);
            var to = y[(line * _shape.Bins * _shape.Parts)..];
            for (var k = 0; k < _shape.Bins; k++)
            {
                to[k * _shape.Parts] = (float)(_line[k].Real * scale);
                if (_shape.Parts == 2) to[2 * k + 1] = (float)(_line[k].Imaginary * scale);
            }
        }
    }

    // The adjoint: the transform with the other sign, of what came out, and of it what went in.
    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var dy = Output.Gradient;
        var dx = Inputs[0].Gradient;
        if (InputMode(0) == GradientMode.Write) dx.Clear();
        var scale = _shape.IsInverse ? 1.0 / _shape.Length : 1;
        for (var line = 0; line < Lines; line++)
        {
            Array.Clear(_line);
            var from = dy[(line * _shape.Bins * _shape.Parts)..];
            for (var k = 0; k < _shape.Bins; k++) _line[k] = new Complex(from[k * _shape.Parts], _shape.Parts == 2 ? from[2 * k + 1] : 0);
            _transform.Run(_line, !_shape.IsInverse);
            var to = dx[Start(line)..];
            for (var t = 0; t < Taken; t++)
            {
                // A value of half a spectrum counts for its mirror image too.
                var value = _line[t] * (scale * Factor(t) * (TakesHalf && IsMirrored(t) ? 2 : 1));
                to[t * _parts] += (float)value.Real;
                if (_parts == 2) to[2 * t + 1] += (float)value.Imaginary;
            }
        }
    }

    private int Start(int line) => (line / _frames * _time + line % _frames * _shape.Step) * _parts;

    private double Factor(int t) => _shape.Window.IsEmpty ? 1 : _shape.Window[t];

    private bool IsMirrored(int k) => k > 0 && 2 * k != _shape.Length;

    private void Fill(ReadOnlySpan<float> x)
    {
        Array.Clear(_line);
        for (var t = 0; t < Taken; t++)
        {
            _line[t] = new Complex(x[t * _parts], _parts == 2 ? x[2 * t + 1] : 0) * Factor(t);
            if (TakesHalf && IsMirrored(t)) _line[_shape.Length - t] = Complex.Conjugate(_line[t]);
        }
    }
}
