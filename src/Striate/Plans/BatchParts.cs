namespace Striate.Plans;

/// <summary>How an inference plan cuts a large batch: in parts whose maps stay in the last-level cache from one step to the next.</summary>
/// <remarks>
/// Decided by the network and the batch alone, never by the machine: kernels are chosen for the size of a part, and the same plan gives the same bits everywhere.
/// Measured on a cache of 32 MiB (<c>docs/decisions.md</c>).
/// </remarks>
internal static class BatchParts
{
    /// <summary>Floats of all maps alive at one time that a part may have: 28 MiB.</summary>
    public const long MostFloats = 7 * 1024 * 1024;

    /// <summary>The examples of one part; the whole batch, if parts would gain nothing or change the numbers.</summary>
    public static int Of(PlanCompiler whole, int batch)
    {
        if (batch == 1 || whole.Placement.Length <= MostFloats || whole.Steps.Any(step => step.MixesExamples)) return batch;
        var most = (int)Math.Max(1, MostFloats * batch / whole.Placement.Length);
        var parts = (batch + most - 1) / most;
        // Every part reads the weights again: VGG-16's come from memory at more cost than its maps.
        var weights = whole.Steps.SelectMany(step => step.Parameters).Distinct().Sum(parameter => (long)parameter.Length);
        if (parts * weights > whole.Steps.Sum(step => step.Output.Length)) return batch;
        // Parts that divide the batch compute nothing twice.
        for (var part = most; 2 * part >= most; part--)
            if (batch % part == 0) return part;
        return (batch + parts - 1) / parts;
    }
}
