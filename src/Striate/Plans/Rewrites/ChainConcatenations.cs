using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>A concatenation that begins with all that an earlier one joined begins with its output: then each can be a slice of the next. Exported DenseNets list every map anew.</summary>
internal sealed class ChainConcatenations : IRewrite
{
    public bool TryApply(StepGraph graph, Step step)
    {
        if (step is not ConcatenateStep { HasZeros: false } concatenate) return false;
        var earlier = graph.Steps.Take(graph.Steps.IndexOf(step)).OfType<ConcatenateStep>().Where(other => IsPrefix(other, concatenate)).MaxBy(other => other.Inputs.Count);
        if (earlier is null) return false;
        graph.Steps[graph.Steps.IndexOf(step)] = new ConcatenateStep([earlier.Output, .. concatenate.Inputs.Skip(earlier.Inputs.Count)], 0, concatenate.Output);
        return true;
    }

    private static bool IsPrefix(ConcatenateStep earlier, ConcatenateStep later) =>
        !earlier.HasZeros && earlier.Inputs.Count > 1 && earlier.Inputs.Count < later.Inputs.Count
        && earlier.Inputs.Zip(later.Inputs).All(pair => pair.First.Root == pair.Second.Root && pair.First.Channels == pair.Second.Channels);
}
