using Striate.Tensors;

namespace Striate.Data.Sound;

/// <summary>Sound: samples × channels between −1 and 1, and samples a second.</summary>
/// <param name="Samples">The samples, <c>samples × channels</c>: a map of one axis.</param>
/// <param name="Rate">Samples a second of each channel.</param>
public sealed record Recording(Tensor Samples, int Rate)
{
    /// <summary>Seconds.</summary>
    public double Duration => (double)Samples.Shape[0] / Rate;

    /// <summary>The mean of the channels, <c>samples × 1</c>.</summary>
    public Recording ToMono()
    {
        var channels = Samples.Shape[1];
        if (channels == 1) return this;
        var mono = new Tensor(Shape.Of(Samples.Shape[0], 1));
        for (var i = 0; i < mono.Floats.Length; i++)
        {
            double sum = 0;
            foreach (var value in Samples.Floats.Slice(i * channels, channels)) sum += value;
            mono.Floats[i] = (float)(sum / channels);
        }
        return new Recording(mono, Rate);
    }
}
