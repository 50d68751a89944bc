using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>In inference a batch normalisation behind a convolution becomes part of its weights and bias.</summary>
internal sealed class FoldBatchNormalization : IRewrite
{
    public bool TryApply(StepGraph graph, Step step)
    {
        if (graph.Training || step is not NormalizeStep { Inputs.Count: 1, IsLinear: true } normalize) return false;
        if (graph.OnlyProducer(normalize.Inputs[0]) is not ConvolveStep convolve || normalize.Inputs[0] != convolve.Output) return false;
        var options = normalize.Options;
        var fold = new BatchNormalizationFold(options.Scale, options.Shift, options.Mean, options.Variance, options.Epsilon);
        if (convolve.WithFold(fold, normalize.Output) is not { } folded) return false;
        graph.Merge(convolve, normalize, folded);
        return true;
    }
}
