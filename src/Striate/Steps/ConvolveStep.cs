using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Normalization;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = activation(w ⋆ x + b + addend); dense layers are the case of a kernel as large as its input.</summary>
/// <remarks>
/// Transposed, the shape is that of the convolution that leads back, from y to x: its backward-data pass runs forward, its forward pass gives dx, and its weights' gradient
/// has dy for an input and x for a gradient.
/// </remarks>
internal sealed class ConvolveStep : Step, IEpilogueStep
{
    private readonly ConvolutionShape _shape;
    private readonly Arguments _arguments;
    private readonly int _outputChannels;
    private readonly Value? _addend;
    private readonly Value? _factors;
    private readonly InputNormalization? _normalization;
    private readonly DataPass _forward;
    private readonly DataPass? _backwardData;
    private readonly WeightsKernel? _backwardWeights;

    public ConvolveStep(in ConvolutionShape shape, Arguments arguments, Value input, Value? addend, Value output, Value? factors = null)
        : base([input, .. addend is null ? Array.Empty<Value>() : [addend], .. factors is null ? Array.Empty<Value>() : [factors]], output, arguments.Bias is null ? [arguments.Weight] : [arguments.Weight, arguments.Bias])
    {
        _shape = shape;
        _arguments = arguments;
        (_addend, _factors) = (addend, factors);
        if (arguments.InputNormalization is { } settings) _normalization = new InputNormalization(settings);
        var (there, back) = (ConvolutionKernels.Forward, ConvolutionKernels.BackwardData);
        if (arguments.Transposed) (there, back) = (back, there);
        _outputChannels = arguments.Transposed ? shape.InputChannels : shape.OutputChannels;
        _forward = new DataPass(there, shape, arguments);
        if (!arguments.Training) return;
        if (input.NeedsGradient) _backwardData = new DataPass(back, shape, arguments with { Bias = null });
        if (Parameters.Any(parameter => !parameter.IsFrozen)) _backwardWeights = ConvolutionKernels.Choose(ConvolutionKernels.BackwardWeights, shape, arguments.Algorithms);
    }

    public override string Kind => "convolve";

    public override bool MixesExamples => false;

    public override string Detail => string.Join(' ', new[]
    {
        _arguments.Transposed ? "transposed" : "",
        _normalization is null ? "" : "normalized",
        _factors is null ? "" : "scaled",
        _arguments.Form is { Flip: true } ? "flipped" : "",
        _forward.Name,
        _backwardData is null ? "" : $"dx:{_backwardData.Name}",
        _backwardWeights is null ? "" : $"dw:{_backwardWeights.Name}",
        _arguments.Bias is null ? "" : "+bias",
        _arguments.Fold is null ? "" : "+batch-norm",
        _addend is null ? "" : "+add",
        _arguments.Activation == Activation.Identity ? "" : "+" + _arguments.Activation.ToString().ToLowerInvariant(),
        Statistics is null ? "" : "+statistics",
    }.Where(word => word.Length > 0));

    public override IReadOnlyList<PassCost> Passes =>
    [
        _forward.Cost("forward"),
        .. _backwardData is null ? Array.Empty<PassCost>() : [_backwardData.Cost("dx")],
        .. _backwardWeights is null ? Array.Empty<PassCost>() : [new PassCost("dw", KernelCost.Ranked(ConvolutionKernels.BackwardWeights, _shape, _arguments.Algorithms))],
    ];

    public override long MultiplyAccumulates => _shape.MultiplyAccumulates;

    public override bool BackwardReadsOutput => _arguments.Activation != Activation.Identity;

    /// <summary>Whether the forward pass can take the sums of its outputs on the way.</summary>
    public bool CanTakeStatistics => _forward.MomentSlots > 0;

    /// <summary>Where mean and variance of the output's channels are to be left; null if nobody asks.</summary>
    public BatchStatistics? Statistics { get; set; }

    // Where everything up to here is frozen nobody asks for the gradient, nor for what it would read.
    public bool TakesActivation(Activation activation, bool training) => IsLinear && !(training && activation.ReadsInput() && Output.NeedsGradient);

    // A dense layer reads whole examples.
    public override bool ReadsSlice(int index) => index == 0 ? !IsDense || _arguments.Transposed : Inputs[index] == _addend;

    public override bool OverwritesInput(int index) => Inputs[index] == _addend;

    public override bool WritesSlice => !IsDense || !_arguments.Transposed;

    public override bool BackwardReadsInput(int index) => index == 0 && _backwardWeights is not null;

    public bool TakesAddend(bool training) => IsLinear && _addend is null;

    /// <summary>Whether the input may be normalised or scaled on the way into the convolution.</summary>
    public bool MapsInput => _forward.MapsInput && _normalization is null && _factors is null;

    public Step WithActivation(Activation activation, float slope, Value output) =>
        new ConvolveStep(_shape, _arguments with { Activation = activation, Slope = slope }, Inputs[0], _addend, output, _factors);

    public Step WithAddend(Value addend, Value output) => new ConvolveStep(_shape, _arguments, Inputs[0], addend, output, _factors);

    /// <summary>The same step of an input that is normalised first.</summary>
    public ConvolveStep WithNormalization(NormalizeStep.Settings settings, Value input) => new(_shape, _arguments with { InputNormalization = settings }, input, _addend, Output);

    /// <summary>The same step of an input whose channels are multiplied by factors first.</summary>
    public ConvolveStep WithFactors(Value input, Value factors) => new(_shape, _arguments, input, _addend, Output, factors);

    // Whole cache lines, so that what follows stays aligned.
    private int MomentsLength => Statistics is null ? 0 : (int)((ChannelMoments.Length(_forward.MomentSlots, _outputChannels) + 15) / 16 * 16);

    // Where the parameter has another form than the kernel, the kernel's gradient has a place of its own.
    private int KernelGradientLength => _arguments.Form is null ? 0 : checked((int)((_shape.WeightLength + 15) / 16 * 16));

    private bool IsDense => _shape.OutputPixels == 1 && _shape.Taps > 1;

    private bool SumsBias => _arguments is { Transposed: true, Bias: not null };

    private bool IsLinear => _arguments.Activation == Activation.Identity;

    /// <summary>The same step with the normalisation that follows it folded into its weights.</summary>
    public ConvolveStep? WithFold(BatchNormalizationFold fold, Value output) =>
        _arguments.Training || _arguments.Fold is not null || !TakesAddend(training: false)
            ? null
            : new ConvolveStep(_shape, _arguments with { Fold = fold with { Transposed = _arguments.Transposed } }, Inputs[0], null, output, _factors);

    public override long ScratchLength(int workers, bool training)
    {
        var forward = _normalization is null && _factors is null ? _forward.ScratchLength(workers) : _forward.MappedScratchLength(workers);
        var length = Math.Max(forward + MomentsLength, _backwardData?.ScratchLength(workers) ?? 0);
        if (_backwardWeights is not null) length = Math.Max(length, _backwardWeights.ScratchLength(_shape, workers) + KernelGradientLength);
        if (_backwardWeights is not null && SumsBias) length = Math.Max(length, ChannelSums.ScratchLength(_outputChannels));
        return length;
    }

    public override void Prepare(StepContext context)
    {
        _forward.Prepare(context.Pool);
        _normalization?.Refresh(_arguments.Cache.Version);
        _backwardData?.Prepare(context.Pool);
    }

    public override void Forward(StepContext context)
    {
        var moments = context.Scratch[..MomentsLength];
        var epilogue = new Epilogue
        {
            Bias = _forward.Bias,
            Addend = _addend is null ? default : _addend.Data,
            AddendPixelStride = _addend?.PixelStride ?? 0,
            Activation = _arguments.Activation,
            Slope = _arguments.Slope,
            Moments = moments,
        };
        if (_normalization is not null || _factors is not null)
        {
            var map = _normalization is not null ? _normalization.Map : new InputMap { Factors = _factors!.Data, ExamplePixels = Inputs[0].Pixels / Inputs[0].Batch };
            _forward.RunMapped(map, Inputs[0].Data, Inputs[0].PixelStride, Output.Data, Output.PixelStride, epilogue, context.Scratch, context.Pool);
            return;
        }
        _forward.Run(Inputs[0].Data, Inputs[0].PixelStride, Output.Data, Output.PixelStride, epilogue, context.Scratch[MomentsLength..], context.Pool);
        if (Statistics is not null) ChannelMoments.Merge(moments, _forward.MomentSlots, _outputChannels, Statistics.Mean, Statistics.Variance, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        var gradient = Output.Gradient;
        if (_arguments.Activation != Activation.Identity)
            Activations.BackwardInPlace(_arguments.Activation, _arguments.Slope, Output.Data, gradient, Output.Pixels, _outputChannels, Output.PixelStride, context.Pool);
        if (_backwardWeights is not null) BackwardWeights(_backwardWeights, gradient, context);
        if (_backwardData is not null && InputMode(0) != GradientMode.Skip)
        {
            var target = Inputs[0].Gradient;
            var epilogue = new Epilogue { Addend = InputMode(0) == GradientMode.Accumulate ? target : default, AddendPixelStride = Inputs[0].PixelStride };
            _backwardData.Run(gradient, Output.PixelStride, target, Inputs[0].PixelStride, epilogue, context.Scratch, context.Pool);
        }
        if (_addend is not null) Gradients.Pass(Output, _addend, InputMode(1), context.Pool);
    }

    private void BackwardWeights(WeightsKernel kernel, ReadOnlySpan<float> gradient, StepContext context)
    {
        var bias = _arguments.Bias is null ? default : context.Gradient(_arguments.Bias);
        var accumulate = ParameterMode(0) == GradientMode.Accumulate;
        // A kernel adds to both or to neither; a bias that is the first of its name starts from zero.
        if (accumulate && _arguments.Bias is not null && ParameterMode(1) == GradientMode.Write) bias.Clear();
        if (_arguments.Transposed)
        {
            if (SumsBias) ChannelSums.Run(gradient, Output.PixelStride, Output.Pixels, _outputChannels, bias, accumulate, context.Scratch, context.Pool);
            kernel.Run(_shape, gradient, Output.PixelStride, Inputs[0].Data, Inputs[0].PixelStride, context.Gradient(_arguments.Weight), default, accumulate, context.Scratch, context.Pool);
            return;
        }
        if (_arguments.Form is { } form)
        {
            var kernelGradient = context.Scratch[..(int)_shape.WeightLength];
            // The kernel's gradient starts at zero here, and only here: what the bias holds is to be kept.
            if (accumulate) kernelGradient.Clear();
            kernel.Run(_shape, Inputs[0].Data, Inputs[0].PixelStride, gradient, Output.PixelStride, kernelGradient, bias, accumulate, context.Scratch[KernelGradientLength..], context.Pool);
            form.Collect(kernelGradient, context.Gradient(_arguments.Weight), accumulate);
            return;
        }
        kernel.Run(_shape, Inputs[0].Data, Inputs[0].PixelStride, gradient, Output.PixelStride, context.Gradient(_arguments.Weight), bias, accumulate, context.Scratch, context.Pool);
    }

    /// <summary>What a convolution has beside its values.</summary>
    internal sealed record Arguments(PackedWeightsCache Cache, Parameter Weight, Parameter? Bias, bool Training, Algorithms Algorithms)
    {
        public bool Transposed { get; init; }

        /// <summary>How the kernel is made of the parameter; null where it is the parameter.</summary>
        public WeightForm? Form { get; init; }

        public BatchNormalizationFold? Fold { get; init; }

        /// <summary>What the input passes through first, in inference.</summary>
        public NormalizeStep.Settings? InputNormalization { get; init; }

        public Activation Activation { get; init; }

        public float Slope { get; init; }
    }
}
