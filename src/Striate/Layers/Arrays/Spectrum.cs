using System.Collections.Immutable;
using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Discrete Fourier transforms along the axis before the last, whose last axis holds a real number or real and imaginary part: X[k] = Σₜ x[t] · e^(−2πi·kt/N).</summary>
/// <param name="Length">N; longer lines are cut, shorter ones filled with zeros.</param>
/// <remarks>
/// <para>x is <c>… × T × 1</c> or <c>… × T × 2</c>, X is <c>… × N × 2</c>, one-sided <c>… × (⌊N / 2⌋ + 1) × 2</c>. The inverse has the other sign and a factor 1 / N; one-sided it takes the
/// ⌊N / 2⌋ + 1 first values of the spectrum of a real signal and gives that signal, <c>… × N × 1</c> (ONNX's DFT).</para>
/// <para>With a <see cref="Step"/> it is the short-time transform (ONNX's STFT): of each N numbers, <see cref="Step"/> apart and multiplied by a <see cref="Window"/>, <c>… × frames × bins × 2</c>.</para>
/// <para>Computed in double precision, whatever the length; the gradient is the adjoint transform.</para>
/// </remarks>
/// <example><code>
/// var spectrogram = new Spectrum(256) { Step = 128, IsOneSided = true };
/// </code></example>
public sealed record Spectrum(int Length) : ArrayLayer
{
    /// <summary>Whether the sign is the other and sums are divided by N.</summary>
    public bool IsInverse { get; init; }

    /// <summary>Whether the half of the spectrum that follows from the other, for real signals, is left out.</summary>
    public bool IsOneSided { get; init; }

    /// <summary>The distance of two frames; 0 for one transform of the whole axis.</summary>
    public int Step { get; init; }

    /// <summary>What each frame is multiplied by, N numbers; none for ones.</summary>
    public ImmutableArray<float> Window { get; init; } = [];

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type == ElementType.Float32;

    private SpectrumShape Transform => new(Length, Step, IsInverse, IsOneSided, Window);

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        if (Length < 1 || Step < 0) throw new ShapeException($"{inputs.Label} has a length of {Length} and a step of {Step}; the length must be 1 or more, the step 0 or more.");
        if (!Window.IsEmpty && Window.Length != Length) throw new ShapeException($"{inputs.Label} has a window of {Window.Length} numbers for frames of {Length}.");
        if (shape.Rank < 2 || shape.Channels is not (1 or 2)) throw new ShapeException($"{inputs.Label} takes … × time × 1 or 2, real numbers or real and imaginary parts; its input is {shape}.");
        if (IsInverse && IsOneSided && shape.Channels != 2) throw new ShapeException($"{inputs.Label} makes a real signal of half a spectrum, which has real and imaginary parts; its input is {shape}.");
        if (Step == 0) return Shape.Of([.. shape[..^2], Transform.Bins, Transform.Parts]);
        var frames = shape[^2] < Length ? 0 : (shape[^2] - Length) / Step + 1;
        if (frames < 1) throw new ShapeException($"{inputs.Label} has frames of {Length}; its input {shape} has {shape[^2]}. What would fit: frames of {shape[^2]} or less.");
        return Shape.Of([.. shape[..^2], frames, Transform.Bins, Transform.Parts]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new SpectrumStep(Transform, Ordered(lowering), NewOutput(lowering)));
    }

    /// <summary>Whether both are the same transform.</summary>
    public bool Equals(Spectrum? other) => base.Equals(other) && Length == other.Length && IsInverse == other.IsInverse && IsOneSided == other.IsOneSided && Step == other.Step && Window.SequenceEqual(other.Window);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Length, IsInverse, IsOneSided, Step);
}
