using System.Globalization;
using Striate.Tensors;

namespace Striate.Filters;

/// <summary>A kernel that was designed, not learnt: numbers on one, two or three axes.</summary>
/// <remarks>Under cross-correlation y[p] = Σₜ x[p + t − centre] · k[t]; the centre is at (n − 1) / 2, rounded down.</remarks>
/// <example><code>
/// var blurred = Filter.Gaussian(5, 1.0).Apply(Tensor.From([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 3, 4, 1)).Output;
/// </code></example>
public sealed partial class Filter
{
    private readonly float[] _values;

    /// <summary>A kernel of given numbers.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="shape">The sizes of its axes, one to three.</param>
    /// <param name="values">The numbers, row-major.</param>
    /// <exception cref="ArgumentException">There are other numbers of axes or of numbers, or one is not finite.</exception>
    public Filter(string name, Shape shape, IReadOnlyList<float> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (shape.Rank is < 1 or > 3 || shape.Length == 0) throw new ArgumentException($"The kernel '{name}' is {shape}; kernels have one to three axes of 1 or more.");
        if (values.Count != shape.Length) throw new ArgumentException($"The kernel '{name}' of {shape} has {shape.Length} numbers, not {values.Count}.");
        if (values.Any(value => !float.IsFinite(value))) throw new ArgumentException($"The kernel '{name}' has a number that is not finite.");
        (Name, Shape, _values) = (name, shape, [.. values]);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The sizes of its axes.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, row-major.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>What a constant map is multiplied by: 1 keeps brightness, 0 shows differences alone.</summary>
    public double Sum => _values.Sum(value => (double)value);

    /// <summary>Whether the kernel reversed along every axis is the same to the last bit: convolution and cross-correlation are then one.</summary>
    public bool IsSymmetric => _values.AsSpan().SequenceEqual(Reversed()._values);

    /// <summary>The kernel reversed along every axis: its correlation is this one's convolution.</summary>
    public Filter Reversed() => new(Name + ", reversed", Shape, [.. _values.Reverse()]);

    /// <summary>Rows become columns.</summary>
    /// <exception cref="ArgumentException">The kernel has other than two axes.</exception>
    public Filter Transposed()
    {
        if (Shape.Rank != 2) throw new ArgumentException($"The kernel '{Name}' is {Shape}; one of two axes is transposed.");
        return new Filter(Name + ", transposed", Shape.Of(Shape[1], Shape[0]), [.. Enumerable.Range(0, _values.Length).Select(i => _values[i % Shape[0] * Shape[1] + i / Shape[0]])]);
    }

    /// <summary>All numbers times one.</summary>
    public Filter Times(double factor) => new(Name, Shape, [.. _values.Select(value => (float)(value * factor))]);

    /// <summary>Times what makes Σ k² = 1; a kernel of zeros stays.</summary>
    public Filter Normalized() => Math.Sqrt(_values.Sum(value => (double)value * value)) is > 0 and var length ? Times(1 / length) : this;

    /// <summary>A vector for each axis whose product is the kernel; null if the kernel is no such product (not separable).</summary>
    /// <remarks>
    /// Convolving with the vectors one after the other gives the same map with n₁ + n₂ + … instead of n₁ · n₂ · … products a pixel. The vectors are the kernel's own lines through its largest number, all but the
    /// last divided by it, so that small whole numbers stay exact; they count if ‖kernel − product‖ ≤ 10⁻⁶ · ‖kernel‖.
    /// </remarks>
    public IReadOnlyList<IReadOnlyList<float>>? Factors()
    {
        var peak = 0;
        for (var i = 1; i < _values.Length; i++)
            if (Math.Abs(_values[i]) > Math.Abs(_values[peak])) peak = i;
        var pivot = _values[peak];
        if (pivot == 0) return null;
        var lines = new float[Shape.Rank][];
        for (int axis = Shape.Rank - 1, step = 1; axis >= 0; step *= Shape[axis], axis--)
        {
            var start = peak - peak / step % Shape[axis] * step;
            lines[axis] = [.. Enumerable.Range(0, Shape[axis]).Select(i => axis == Shape.Rank - 1 ? _values[start + i * step] : _values[start + i * step] / pivot)];
        }
        double error = 0, length = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            var product = 1.0;
            for (int axis = Shape.Rank - 1, rest = i; axis >= 0; rest /= Shape[axis], axis--) product *= lines[axis][rest % Shape[axis]];
            error += (_values[i] - product) * (_values[i] - product);
            length += (double)_values[i] * _values[i];
        }
        return error <= 1e-12 * length ? lines : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Shape}");
}
