using Striate.Layers;

namespace Striate.Networks;

/// <content>What training further meets: normalisations, and convolutions that may have swallowed theirs.</content>
public sealed partial class Network
{
    /// <summary>One sentence on what training meets: how many batch normalisations learn again, and which convolutions have a bias and no batch normalisation behind them.</summary>
    /// <remarks>Exporters fold a batch normalisation into the convolution before it: w ← w · γ / √(σ² + ε), b ← β − μ · γ / √(σ² + ε). From w and b alone γ and σ cannot be told apart, so what was folded stays folded:
    /// such a convolution is trained with its bias.</remarks>
    public string NormalizationNote
    {
        get
        {
            var normalized = Nodes.Where(node => node.Layer is BatchNormalization).SelectMany(node => node.Inputs).ToHashSet(ReferenceEqualityComparer.Instance);
            var biased = Nodes.Where(node => node.Layer is (Convolution or TransposedConvolution) and IWeighted { HasBias: true } && !normalized.Contains(node)).Select(node => node.Name).ToArray();
            var count = Nodes.Count(node => node.Layer is BatchNormalization);
            var layers = count == 1 ? "1 batch normalization" : $"{count} batch normalizations";
            if (biased.Length == 0) return $"{layers}; no convolution has a bias without one behind it.";
            var names = string.Join(", ", biased.Take(3)) + (biased.Length > 3 ? ", …" : "");
            return $"{layers}; {(biased.Length == 1 ? "1 convolution has" : $"{biased.Length} convolutions have")} a bias and none behind ({names}): one that was folded in stays folded.";
        }
    }
}
