using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>In inference a step that works number by number leaves its output where the input lies that nobody reads any more: a sum lies where its addend lay.</summary>
internal static class OverwriteInputs
{
    public static void Apply(StepGraph graph, IReadOnlyCollection<Value> inputs)
    {
        if (graph.Training) return;
        var last = new Dictionary<Value, int>();
        // Not to be written over: what the caller wrote, and values that are read under another shape, hold slices or are some, for those may be read later.
        var kept = new HashSet<Value>(inputs.Select(input => input.Root));
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            foreach (var value in graph.Steps[i].Inputs.Append(graph.Steps[i].Output))
            {
                last[value.Root] = i;
                if (value.Block(out _) is var block && (block.Channels != value.Channels || value.Storage != value.Shape)) kept.UnionWith([block, value.Root]);
            }
        }
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            var step = graph.Steps[i];
            var output = step.Output;
            // What the caller reads is placed by itself.
            if (output.Block(out _) != output.Root || kept.Contains(output.Root) || graph.IsWanted(output)) continue;
            for (var k = 0; k < step.Inputs.Count; k++)
            {
                var input = step.Inputs[k];
                if (!step.OverwritesInput(k) || last[input.Root] != i || graph.IsWanted(input) || kept.Contains(input.Block(out _)) || kept.Contains(input.Root)) continue;
                if (input.Length != output.Length || input.Channels != output.Channels || step.Inputs.Count(other => other.Root == input.Root) > 1) continue;
                output.Embed(input, 0);
                break;
            }
        }
    }
}
