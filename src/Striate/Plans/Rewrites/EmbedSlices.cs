using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>What a concatenation joins is written by its producer where it belongs: a slice of the channels of the wide map, and its gradient a slice of the wide gradient.</summary>
/// <remarks>
/// Legal if the producer and all readers take pixels that lie further apart than their channels. In training the concatenation must be the last reader: its gradient is then the
/// first to be written, which for a slice has happened already, and all others add to it.
/// </remarks>
internal static class EmbedSlices
{
    // Memory is fetched in runs: the pixels of a narrow slice of a map that leaves the cache bring their neighbours' channels along, which costs more than the copy. 8 MiB.
    private const long MostFloats = 2 * 1024 * 1024;

    public static void Apply(StepGraph graph)
    {
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            if (graph.Steps[i] is not ConcatenateStep { HasZeros: false } concatenate || concatenate.Output.Length > MostFloats) continue;
            for (var k = 0; k < concatenate.Inputs.Count; k++)
                if (Fits(graph, concatenate, i, k)) concatenate.Inputs[k].Embed(concatenate.Output, concatenate.Channel(k));
        }
    }

    private static bool Fits(StepGraph graph, ConcatenateStep concatenate, int position, int index)
    {
        var root = concatenate.Inputs[index].Root;
        if (root.PixelStride != root.Channels || graph.IsWanted(root)) return false;
        if (graph.Producer(root) is not { WritesSlice: true } producer || producer.Output.Channels != root.Channels) return false;
        var joins = 0;
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            var step = graph.Steps[i];
            for (var k = 0; k < step.Inputs.Count; k++)
            {
                if (step.Inputs[k].Root != root) continue;
                if (!step.ReadsSlice(k) || step.Inputs[k].Channels != root.Channels || graph.Training && i > position) return false;
                if (step == concatenate) joins++;
            }
        }
        return joins == 1;
    }
}
