using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>In inference a normalisation, or a product by factors a channel, moves into the 1×1 convolution that is its only reader, on whose way into the registers its input is changed.</summary>
internal sealed class FuseInputMap : IRewrite
{
    public bool TryApply(StepGraph graph, Step step)
    {
        if (graph.Training || step is not ConvolveStep { MapsInput: true } convolve) return false;
        if (graph.OnlyProducer(convolve.Inputs[0]) is not { } producer || producer.Output != convolve.Inputs[0]) return false;
        var mapped = producer switch
        {
            NormalizeStep { Inputs.Count: 1, Options: { UseBatchStatistics: false, Activation: Activation.Identity or Activation.Relu } } normalize =>
                convolve.WithNormalization(normalize.Options, normalize.Map),
            MultiplyStep { IsByChannel: true } multiply => convolve.WithFactors(multiply.Inputs[0], multiply.Inputs[1]),
            _ => null,
        };
        if (mapped is null) return false;
        graph.Merge(producer, convolve, mapped);
        return true;
    }
}
