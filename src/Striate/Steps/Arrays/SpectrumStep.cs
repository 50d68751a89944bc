using System.Numerics;
using Striate.Kernels.Fourier;
using Striate.Layers.Arrays;

namespace Striate.Steps.Arrays;

/// <summary>Fourier transforms of lines or of frames of lines.</summary>
internal sealed class SpectrumStep : Step
{
    private readonly Spectrum _layer;
    private readonly FourierTransform _transform;
    private readonly Complex[] _line;
    private readonly int _time;
    private readonly int _parts;
    private readonly int _frames;

    public SpectrumStep(Spectrum layer, Value input, Value output) : base([input], output)
    {
        (_layer, _transform, _line) = (layer, new FourierTransform(layer.Length), new Complex[layer.Length]);
        (_time, _parts) = (input.Shape[^2], input.Shape[^1]);
        _frames = layer.Step == 0 ? 1 : output.Shape[^3];
    }

    public override string Kind => "spectrum";

    public override bool MixesExamples => false;

    // A half spectrum of a real signal that the inverse takes.
    private bool TakesHalf => _layer is { IsInverse: true, IsOneSided: true };

    private int Taken => Math.Min(_time, TakesHalf ? _layer.Length / 2 + 1 : _layer.Length);

    private int Lines => Math.Max(1, (int)(Output.Length / ((long)_layer.Bins * _layer.Parts)));

    public override void Forward(StepContext context)
    {
        var x = Inputs[0].Data;
        var y = Output.Data;
        var scale = _layer.IsInverse ? 1.0 / _layer.Length : 1;
        for (var line = 0; line < Lines; line++)
        {
            Fill(x[Start(line)..]);
            _transform.Run(_line, _layer.IsInverse);
            var to = y[(line * _layer.Bins * _layer.Parts)..];
            for (var k = 0; k < _layer.Bins; k++)
            {
                to[k * _layer.Parts] = (float)(_line[k].Real * scale);
                if (_layer.Parts == 2) to[2 * k + 1] = (float)(_line[k].Imaginary * scale);
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
        var scale = _layer.IsInverse ? 1.0 / _layer.Length : 1;
        for (var line = 0; line < Lines; line++)
        {
            Array.Clear(_line);
            var from = dy[(line * _layer.Bins * _layer.Parts)..];
            for (var k = 0; k < _layer.Bins; k++) _line[k] = new Complex(from[k * _layer.Parts], _layer.Parts == 2 ? from[2 * k + 1] : 0);
            _transform.Run(_line, !_layer.IsInverse);
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

    private int Start(int line) => (line / _frames * _time + line % _frames * _layer.Step) * _parts;

    private double Factor(int t) => _layer.Window.IsEmpty ? 1 : _layer.Window[t];

    private bool IsMirrored(int k) => k > 0 && 2 * k != _layer.Length;

    private void Fill(ReadOnlySpan<float> x)
    {
        Array.Clear(_line);
        for (var t = 0; t < Taken; t++)
        {
            _line[t] = new Complex(x[t * _parts], _parts == 2 ? x[2 * t + 1] : 0) * Factor(t);
            if (TakesHalf && IsMirrored(t)) _line[_layer.Length - t] = Complex.Conjugate(_line[t]);
        }
    }
}
