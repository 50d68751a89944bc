using Striate.Filters;
using Striate.Kernels.Random;

namespace Striate.Parameters;

public abstract partial record Initializer
{
    /// <summary>The filters of a bank, one an output channel; see <see cref="Designed"/>.</summary>
    public static Initializer Of(FilterBank bank) => new Designed(bank);

    /// <summary>Filter i of a bank for output channel i of each group, on the mean of the channels that it sees; output channels beyond the bank are drawn like <see cref="FanInUniform"/>.</summary>
    /// <remarks>A depthwise convolution with K outputs for each of its C channels begins with the first K filters on every channel.</remarks>
    /// <param name="Bank">The filters, of the layer's kernel size.</param>
    public sealed record Designed(FilterBank Bank) : Initializer
    {
        /// <inheritdoc/>
        /// <exception cref="ArgumentException">The parameter's kernels have another size than the bank's.</exception>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            ArgumentNullException.ThrowIfNull(spec);
            if (spec.Shape.Rank < 3 || spec.Shape[2..] != Bank.Shape)
                throw new ArgumentException($"A bank of {Bank} begins convolutions with kernels of {Bank.Shape}, not a parameter of {spec.Shape}.");
            FanInUniform.Fill(values, spec, random);
            var (channels, taps) = (spec.Shape[1], (int)Bank.Shape.Length);
            var group = Math.Max(1, spec.FanOut / taps);
            for (var output = 0; output < spec.Shape[0]; output++)
            {
                if (output % group >= Bank.Count) continue;
                for (var i = 0; i < channels * taps; i++) values[output * channels * taps + i] = Bank[output % group].Values[i % taps] / channels;
            }
        }
    }
}
