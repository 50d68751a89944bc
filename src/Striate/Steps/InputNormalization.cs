using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>A batch normalisation with running statistics, and a ReLU perhaps, that a convolution applies to its input: γ / √(σ² + ε) and β − μ · that, kept until parameters change.</summary>
internal sealed class InputNormalization(NormalizeStep.Settings settings)
{
    private readonly float[] _factors = new float[settings.Scale.Length];
    private readonly float[] _shifts = new float[settings.Scale.Length];
    private long _version = -1;

    public InputMap Map => new() { Factors = _factors, Shifts = _shifts, Rectifies = settings.Activation == Activation.Relu };

    public void Refresh(long version)
    {
        if (_version == version) return;
        var scale = settings.Scale.Values;
        var shift = settings.Shift.Values;
        var mean = settings.Mean.Values;
        var variance = settings.Variance.Values;
        for (var c = 0; c < _factors.Length; c++)
        {
            var factor = scale[c] * settings.Epsilon.InverseDeviation(variance[c]);
            (_factors[c], _shifts[c]) = ((float)factor, (float)(shift[c] - mean[c] * factor));
        }
        _version = version;
    }
}
