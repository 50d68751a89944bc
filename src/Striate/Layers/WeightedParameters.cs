using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The parameters of a layer with weights and, perhaps, biases.</summary>
internal static class WeightedParameters
{
    public static IReadOnlyList<ParameterSpec> Of(IWeighted layer, Shape weights, int channels, int fanIn, int fanOut) => Of(layer, weights, Shape.Of(channels), fanIn, fanOut);

    public static IReadOnlyList<ParameterSpec> Of(IWeighted layer, Shape weights, Shape biases, int fanIn, int fanOut)
    {
        var weight = new ParameterSpec("weight", weights, ParameterRole.Weight, layer.WeightInitializer)
        {
            FanIn = fanIn,
            FanOut = fanOut,
            WeightDecay = layer.WeightDecay,
            MaxNorm = layer.MaxNorm,
            Frozen = layer.Frozen,
        };
        if (!layer.HasBias) return [weight];
        return [weight, new ParameterSpec("bias", biases, ParameterRole.Bias, layer.BiasInitializer) { FanIn = fanIn, FanOut = fanOut, Frozen = layer.Frozen }];
    }
}
