using Striate.Parameters;

namespace Striate.Networks;

/// <content>What should be known before a network answers.</content>
public sealed partial class Network
{
    /// <summary>Why inference would not give what training promises, a sentence each: batch normalisations whose running statistics are as they began. Empty behind a training step.</summary>
    public IReadOnlyList<string> InferenceWarnings
    {
        get
        {
            var fresh = Nodes.Where(node => node.Layer is { SharedWith: null } && NeverSawABatch(node)).Select(node => node.Name).ToArray();
            if (fresh.Length == 0) return [];
            var others = fresh.Length == 1 ? " has" : fresh.Length == 2 ? " and one other have" : $" and {fresh.Length - 1} others have";
            return [$"Batch normalization '{fresh[0]}'{others} never seen a batch: a running mean of 0 and a running variance of 1 leave the input as it is. Train first, or load trained statistics."];
        }
    }

    private static bool NeverSawABatch(Node node)
    {
        var mean = node.Parameters.FirstOrDefault(parameter => parameter.Spec.Role == ParameterRole.Mean);
        var variance = node.Parameters.FirstOrDefault(parameter => parameter.Spec.Role == ParameterRole.Variance);
        return mean is not null && variance is not null && !mean.Values.ContainsAnyExcept(0f) && !variance.Values.ContainsAnyExcept(1f);
    }
}
