using Striate.Kernels.Elementwise;
using Striate.Kernels.Memory;
using Striate.Kernels.Normalization;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = activation(γ · (x − μ) / √(σ² + ε) + β) with μ and σ² of groups of channels of each example, in training and inference alike.</summary>
internal sealed class GroupNormalizeStep : Step, IEpilogueStep
{
    private readonly Settings _settings;
    private readonly AlignedBuffer _statistics;
    private readonly int _pixels;
    private readonly int _length;

    public GroupNormalizeStep(Settings settings, Value input, Value output)
        : base([input], output, [settings.Scale, settings.Shift])
    {
        _settings = settings;
        _pixels = input.Pixels / input.Batch;
        _length = input.Batch * input.Channels;
        _statistics = new AlignedBuffer(2L * _length * sizeof(float));
    }

    public override string Kind => "normalize";

    public override bool MixesExamples => false;

    public override string Detail => $"{_settings.Groups} groups" + (IsLinear ? "" : " +" + _settings.Activation.ToString().ToLowerInvariant());

    public override bool BackwardReadsInput(int index) => true;

    public override bool BackwardReadsOutput => !_settings.Activation.ReadsInput() && !_settings.Activation.ReadsEither();

    private bool IsLinear => _settings.Activation == Activation.Identity;

    private Span<float> Mean => _statistics.AsSpan<float>(0, _length);

    private Span<float> InverseDeviation => _statistics.AsSpan<float>(_length, _length);

    public override long ScratchLength(int workers, bool training) => GroupNormalization.ScratchLength(Output.Batch, _pixels, Output.Channels);

    public bool TakesActivation(Activation activation, bool training) => IsLinear;

    public bool TakesAddend(bool training) => false;

    public Step WithActivation(Activation activation, float slope, Value output) => new GroupNormalizeStep(_settings with { Activation = activation, Slope = slope }, Inputs[0], output);

    public Step WithAddend(Value addend, Value output) => throw new InvalidOperationException("A normalisation of groups takes no addend.");

    public override void Forward(StepContext context)
    {
        var (batch, channels) = (Output.Batch, Output.Channels);
        GroupNormalization.Statistics(Inputs[0].Data, batch, _pixels, channels, _settings.Groups, _settings.Epsilon, Mean, InverseDeviation, context.Scratch, context.Pool);
        GroupNormalization.Normalize(Inputs[0].Data, batch, _pixels, channels, Mean, InverseDeviation, _settings.Scale.Values, _settings.Shift.Values, _settings.Activation, _settings.Slope,
            Output.Data, context.Scratch, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        GroupNormalization.Backward(Inputs[0].Data, BackwardReadsOutput ? Output.Data : default, Output.Gradient, Output.Batch, _pixels, Output.Channels, _settings.Groups,
            Mean, InverseDeviation, _settings.Scale.Values, _settings.Shift.Values, _settings.Activation, _settings.Slope,
            InputMode(0) == GradientMode.Skip ? default : Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate,
            context.Gradient(_settings.Scale), context.Gradient(_settings.Shift), ParameterMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
    }

    /// <summary>What a normalisation of groups has beside its values.</summary>
    internal sealed record Settings(Parameter Scale, Parameter Shift, int Groups, float Epsilon)
    {
        public Activation Activation { get; init; }

        public float Slope { get; init; }
    }
}
