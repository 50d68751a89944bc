using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Whether f(a·x + b·y) = a·f(x) + b·f(y), tried on many small examples: a difference disproves it, none of them proves it.</summary>
/// <param name="IsAffine">Whether f(x) − f(0) passed: linear but for a constant, as a layer with biases is.</param>
/// <param name="HasConstant">Whether f(0) is not zero.</param>
/// <param name="CounterExample">What failed; null if nothing did.</param>
public sealed record Linearity(bool IsAffine, bool HasConstant, LinearityCounterExample? CounterExample)
{
    private const int Tries = 40;

    /// <summary>Whether f itself passed.</summary>
    public bool IsLinear => IsAffine && !HasConstant;

    /// <summary>Tries a layer with the numbers it begins with.</summary>
    /// <param name="layer">A layer with one input.</param>
    /// <param name="input">The shape of one example.</param>
    public static Linearity Of(Layer layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var network = Network.Sequential(input, layer);
        return Of(network.Run, input);
    }

    /// <summary>Tries any function of maps.</summary>
    /// <param name="function">From a batch of maps to a batch of maps.</param>
    /// <param name="input">The shape of one example.</param>
    public static Linearity Of(Func<Tensor, Tensor> function, Shape input)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        var constant = function(new Tensor(input.WithBatch(1))).ToArray();
        var random = new Random(1);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            // Sparse examples first: a person can check them.
            var share = (attempt + 1.0) / Tries;
            var (x, y, a, b) = (Draw(input, share, random), Draw(input, share, random), random.Next(-3, 4), random.Next(-3, 4));
            var batch = new Tensor(input.WithBatch(3));
            for (var i = 0; i < x.Length; i++) (batch.Floats[i], batch.Floats[x.Length + i], batch.Floats[2 * x.Length + i]) = (x[i], y[i], a * x[i] + b * y[i]);
            var made = function(batch);
            var rows = constant.Length;
            for (var i = 0; i < rows; i++)
            {
                double fx = made.Floats[i], fy = made.Floats[rows + i], both = made.Floats[2 * rows + i], zero = constant[i];
                var expected = a * (fx - zero) + b * (fy - zero) + zero;
                // Rounding, of sums as large as those of the outputs at hand.
                var scale = Math.Abs(a * fx) + Math.Abs(b * fy) + Math.Abs(both) + Math.Abs(zero);
                if (Math.Abs(both - expected) <= 1e-4 * scale + 1e-6) continue;
                return new Linearity(false, constant.Any(value => value != 0), new LinearityCounterExample(x, y, a, b, i, both, expected));
            }
        }
        return new Linearity(true, constant.Any(value => value != 0), null);
    }

    private static float[] Draw(Shape input, double share, Random random)
    {
        var x = new float[input.Length];
        for (var i = 0; i < x.Length; i++) x[i] = random.NextDouble() < share ? random.Next(-4, 5) : 0;
        x[random.Next(x.Length)] = random.Next(2) == 0 ? 1 : -1;
        return x;
    }
}
