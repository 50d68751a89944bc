using Striate.Steps;

namespace Striate.Plans;

/// <summary>Says who computes the batch statistics that normalisations need: the convolution that makes a map while it lies in the cache, else the first step that normalises the map.</summary>
/// <remarks>A channel keeps its statistics when maps are concatenated: those of a map that ten layers normalise, each with other maps beside it, are computed once.</remarks>
internal static class SharedStatistics
{
    public static void Assign(IReadOnlyList<Step> steps)
    {
        var producers = new Dictionary<Value, Step>();
        foreach (var step in steps) producers[step.Output.Root] = step;
        var known = new Dictionary<Value, BatchStatistics>();
        foreach (var normalize in steps.OfType<NormalizeStep>().Where(step => step.Options.UseBatchStatistics))
        {
            var parts = new List<BatchStatistics.Part>();
            Collect(normalize.Map, 0, producers, known, parts);
            normalize.Statistics = parts;
        }
    }

    private static void Collect(Value map, int channel, Dictionary<Value, Step> producers, Dictionary<Value, BatchStatistics> known, List<BatchStatistics.Part> parts)
    {
        var producer = producers.GetValueOrDefault(map.Root);
        // The same numbers may be read under another shape: then its channels are others.
        if (producer is not null && producer.Output.Channels != map.Channels)
        {
            parts.Add(new BatchStatistics.Part(new BatchStatistics(map.Channels), channel, IsOwn: true));
            return;
        }
        if (producer is ConcatenateStep { HasZeros: false })
        {
            foreach (var input in producer.Inputs)
            {
                Collect(input, channel, producers, known, parts);
                channel += input.Channels;
            }
            return;
        }
        if (known.TryGetValue(map.Root, out var statistics))
        {
            parts.Add(new BatchStatistics.Part(statistics, channel, IsOwn: false));
            return;
        }
        known[map.Root] = statistics = new BatchStatistics(map.Channels);
        var isConvolution = producer is ConvolveStep { CanTakeStatistics: true };
        if (isConvolution) ((ConvolveStep)producer!).Statistics = statistics;
        parts.Add(new BatchStatistics.Part(statistics, channel, IsOwn: !isConvolution));
    }
}
