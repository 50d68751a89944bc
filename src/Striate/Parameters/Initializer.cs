using Striate.Kernels.Random;

namespace Striate.Parameters;

/// <summary>How a parameter's first values are drawn. Drawing depends on the seed and the parameter's name, nothing else.</summary>
public abstract partial record Initializer
{
    /// <summary>Normal with deviation √(2 / fan-in): keeps the variance through ReLUs (He et al. 2015, equation 10).</summary>
    public static Initializer He { get; } = new Scaled(2, FanIn: 1, FanOut: 0, IsNormal: true);

    /// <summary>Uniform on ±√(6 / (fan-in + fan-out)) (Glorot &amp; Bengio 2010, equation 16).</summary>
    public static Initializer Glorot { get; } = new Scaled(2, FanIn: 1, FanOut: 1, IsNormal: false);

    /// <summary>Normal with deviation √(1 / fan-in) (LeCun et al. 1998, section 4.6).</summary>
    public static Initializer LeCun { get; } = new Scaled(1, FanIn: 1, FanOut: 0, IsNormal: true);

    /// <summary>Uniform on ±1 / √fan-in: what PyTorch gives convolutions and dense layers.</summary>
    public static Initializer FanInUniform { get; } = new Scaled(1f / 3, FanIn: 1, FanOut: 0, IsNormal: false);

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new Constant(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new Constant(1);

    /// <summary>Output channel c of the first C is input channel c, unchanged: a one at the middle tap (Zagoruyko &amp; Komodakis 2017); the other output channels are drawn like
    /// <see cref="FanInUniform"/>. A layer whose outputs are as many as its inputs, and whose padding keeps the size, begins as the identity.</summary>
    public static Initializer Dirac { get; } = new PartialIdentity();

    /// <summary>Writes the first values of a parameter.</summary>
    /// <param name="values">The block to fill.</param>
    /// <param name="spec">Shape and fans.</param>
    /// <param name="random">The parameter's own stream of random numbers.</param>
    public abstract void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random);

    /// <summary>One value everywhere.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Constant(float Value) : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random) => values.Fill(Value);
    }

    /// <summary>Uniform on [low, high).</summary>
    /// <param name="Low">The smallest value.</param>
    /// <param name="High">The bound above.</param>
    public sealed record Uniform(float Low, float High) : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            for (var i = 0; i < values.Length; i++) values[i] = Low + (High - Low) * random.Uniform((ulong)i);
        }
    }

    /// <summary>Normal with a mean and a standard deviation.</summary>
    /// <param name="Mean">The mean.</param>
    /// <param name="Deviation">The standard deviation.</param>
    public sealed record Normal(float Mean, float Deviation) : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            for (var i = 0; i < values.Length; i++) values[i] = Mean + Deviation * random.Normal((ulong)i);
        }
    }

    /// <summary>Zero mean and variance gain / (sum of the fans that count: fan-in, fan-out, or both).</summary>
    /// <param name="Gain">The numerator of the variance.</param>
    /// <param name="FanIn">1 if the fan-in counts, otherwise 0.</param>
    /// <param name="FanOut">1 if the fan-out counts, otherwise 0.</param>
    /// <param name="IsNormal">Normal if true, uniform if false.</param>
    public sealed record Scaled(float Gain, int FanIn, int FanOut, bool IsNormal) : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            var fan = FanIn * (double)spec.FanIn + FanOut * (double)spec.FanOut;
            var deviation = Math.Sqrt(Gain / Math.Max(fan, 1));
            Initializer drawn = IsNormal ? new Normal(0, (float)deviation) : new Uniform((float)(-Math.Sqrt(3) * deviation), (float)(Math.Sqrt(3) * deviation));
            drawn.Fill(values, spec, random);
        }
    }

    /// <summary>Rows (or columns, if there are fewer) of unit length at right angles, times a gain (Saxe et al. 2014).</summary>
    /// <param name="Gain">The length of the rows.</param>
    public sealed record Orthogonal(float Gain = 1) : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            var rows = spec.Shape.Rank == 0 ? 1 : spec.Shape[0];
            var columns = values.Length / Math.Max(rows, 1);
            var (tall, narrow) = rows >= columns ? (rows, columns) : (columns, rows);
            var draws = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(tall, narrow);
            for (var r = 0; r < tall; r++)
                for (var c = 0; c < narrow; c++) draws[r, c] = random.Normal((ulong)(r * (long)narrow + c));
            var factors = draws.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var (i, j) = rows >= columns ? (r, c) : (c, r);
                    // The sign of R's diagonal makes the draw uniform over all orthogonal matrices (Mezzadri 2007, section 5).
                    values[r * columns + c] = (float)(Gain * factors.Q[i, j] * (factors.R[j, j] < 0 ? -1 : 1));
                }
            }
        }
    }

    /// <summary>A one at the middle tap from input channel c to output channel c, for as many channels as there are of both; other output channels are drawn like <see cref="FanInUniform"/>.</summary>
    public sealed record PartialIdentity : Initializer
    {
        /// <inheritdoc/>
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            FanInUniform.Fill(values, spec, random);
            if (spec.Shape.Rank < 2) return;
            var taps = spec.Shape[2..].Length;
            var (inputs, middle) = ((long)spec.Shape[1], 0L);
            // Even kernels have their middle where Padding.Same puts it: the odd zero is on the high side.
            for (var axis = 2; axis < spec.Shape.Rank; axis++) middle = middle * spec.Shape[axis] + (spec.Shape[axis] - 1) / 2;
            var shared = Math.Min(inputs, spec.Shape[0]);
            values[..(int)(shared * inputs * taps)].Clear();
            for (var channel = 0L; channel < shared; channel++) values[(int)((channel * inputs + channel) * taps + middle)] = 1;
        }
    }
}
