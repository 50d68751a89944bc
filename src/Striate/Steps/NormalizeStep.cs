using Striate.Kernels.Elementwise;
using Striate.Kernels.Memory;
using Striate.Kernels.Normalization;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = activation(γ · (x − μ) / √(σ² + ε) + β + addend), channel by channel: μ and σ² of the batch in training, running ones in inference.</summary>
internal sealed class NormalizeStep : Step, IEpilogueStep
{
    private readonly Settings _settings;
    private readonly AlignedBuffer _statistics;
    private readonly int _channels;

    public NormalizeStep(Settings settings, Value input, Value? addend, Value output)
        // The addend stands first: gradients are written in the order of the inputs, and the first backward pass over the maps writes the addend's.
        : base(addend is null ? [input] : [addend, input], output, [settings.Scale, settings.Shift, settings.Mean, settings.Variance])
    {
        _settings = settings;
        _channels = input.Channels;
        _statistics = new AlignedBuffer(4L * _channels * sizeof(float));
    }

    public override string Kind => "normalize";

    public override bool MixesExamples => _settings.UseBatchStatistics;

    public override string Detail => (Inputs.Count == 1 ? "" : "+add ") + (_settings.Activation == Activation.Identity ? "" : "+" + _settings.Activation.ToString().ToLowerInvariant());

    // Without an addend, what the activation is applied to follows from x.
    public override bool BackwardReadsOutput => !IsLinear && !(Inputs.Count == 1 && (_settings.Activation.ReadsInput() || _settings.Activation.ReadsEither()));

    public bool IsLinear => _settings.Activation == Activation.Identity;

    public bool TakesActivation(Activation activation, bool training) => IsLinear && !(training && activation.ReadsInput() && Inputs.Count > 1);

    public override bool ReadsSlice(int index) => true;

    public override bool OverwritesInput(int index) => true;

    public override bool WritesSlice => true;

    public Settings Options => _settings;

    /// <summary>What is normalised.</summary>
    public Value Map => Inputs[^1];

    /// <summary>Where the statistics of the map's channels come from, if they are the batch's.</summary>
    public IReadOnlyList<BatchStatistics.Part> Statistics { get; set; } = [];

    private Value? Addend => Inputs.Count > 1 ? Inputs[0] : null;

    private Span<float> Mean => _statistics.AsSpan<float>(0, _channels);

    private Span<float> Variance => _statistics.AsSpan<float>(_channels, _channels);

    private Span<float> InverseDeviation => _statistics.AsSpan<float>(2 * _channels, _channels);

    private Span<float> Decay => _statistics.AsSpan<float>(3 * _channels, _channels);

    public override bool BackwardReadsInput(int index) => index == Inputs.Count - 1;

    public bool TakesAddend(bool training) => IsLinear && Inputs.Count == 1;

    public Step WithActivation(Activation activation, float slope, Value output) =>
        new NormalizeStep(_settings with { Activation = activation, Slope = slope }, Map, Addend, output);

    public Step WithAddend(Value addend, Value output) => new NormalizeStep(_settings, Map, addend, output);

    public override long ScratchLength(int workers, bool training) => BatchNormalization.ScratchLength(Map.Pixels, _channels);

    public override bool IsCheap => true;

    public override void Forward(StepContext context)
    {
        if (_settings.UseBatchStatistics)
        {
            for (var i = 0; i < Statistics.Count; i++) Take(Statistics[i], context);
            MoveRunningStatistics(Map.Pixels);
        }
        else
        {
            _settings.Mean.Values.CopyTo(Mean);
            _settings.Variance.Values.CopyTo(Variance);
        }
        for (var c = 0; c < _channels; c++)
        {
            InverseDeviation[c] = (float)_settings.Epsilon.InverseDeviation(Variance[c]);
            Decay[c] = (float)_settings.Epsilon.Decay(Variance[c]);
        }
        Recompute(context);
    }

    // The statistics are kept.
    public override void Recompute(StepContext context) =>
        BatchNormalization.Normalize(Map.Data, Map.PixelStride, Map.Pixels, _channels, Mean, InverseDeviation, _settings.Scale.Values, _settings.Shift.Values,
            Addend is null ? default : Addend.Data, Addend?.PixelStride ?? 0, _settings.Activation, _settings.Slope, Output.Data, Output.PixelStride, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        var (mode, addendMode) = (InputMode(Inputs.Count - 1), Addend is null ? GradientMode.Skip : InputMode(0));
        var (stride, outputStride) = (Map.PixelStride, Output.PixelStride);
        BatchNormalization.Backward(Map.Data, stride, BackwardReadsOutput ? Output.Data : default, outputStride, Output.Gradient, outputStride, Map.Pixels, _channels,
            Mean, InverseDeviation, _settings.Scale.Values, _settings.Shift.Values, _settings.Activation, _settings.Slope,
            mode == GradientMode.Skip ? default : Map.Gradient, stride, mode == GradientMode.Accumulate,
            addendMode == GradientMode.Skip ? default : Addend!.Gradient, Addend?.PixelStride ?? 0, addendMode == GradientMode.Accumulate,
            context.Gradient(_settings.Scale), context.Gradient(_settings.Shift), ParameterMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool, Decay, !_settings.UseBatchStatistics);
    }

    private void Take(BatchStatistics.Part part, StepContext context)
    {
        var statistics = part.Statistics;
        if (part.IsOwn) BatchNormalization.Statistics(Map.Data[part.Channel..], Map.PixelStride, Map.Pixels, statistics.Channels, statistics.Mean, statistics.Variance, context.Scratch, context.Pool);
        statistics.Mean.CopyTo(Mean[part.Channel..]);
        statistics.Variance.CopyTo(Variance[part.Channel..]);
    }

    // running ← (1 − m) · running + m · batch, with the unbiased variance, as PyTorch does.
    private void MoveRunningStatistics(int count)
    {
        var mean = _settings.Mean.Values;
        var variance = _settings.Variance.Values;
        var momentum = _settings.Momentum;
        var unbiased = count > 1 ? count / (count - 1.0) : 1;
        for (var c = 0; c < _channels; c++)
        {
            mean[c] = (1 - momentum) * mean[c] + momentum * Mean[c];
            variance[c] = (1 - momentum) * variance[c] + momentum * (float)(Variance[c] * unbiased);
        }
    }

    /// <summary>What a batch normalisation has beside its values.</summary>
    internal sealed record Settings(Parameter Scale, Parameter Shift, Parameter Mean, Parameter Variance, Epsilon Epsilon, float Momentum, bool UseBatchStatistics)
    {
        public Activation Activation { get; init; }

        public float Slope { get; init; }
    }
}
