using System.Collections.Concurrent;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>Compiled inference plans of a network that wait for their next caller: a bounded number of sizes, and of plans for each.</summary>
internal sealed class InferencePool
{
    // A caller that needs more sizes in turn compiles again, which takes about a millisecond; one that runs on more threads than this does too.
    private const int MostSizes = 8;

    private readonly ConcurrentDictionary<string, ConcurrentBag<InferencePlan>> _idle = new(StringComparer.Ordinal);

    public InferencePlan Rent(Network network, int batch, IReadOnlyList<Shape> shapes, IReadOnlyList<Node> wanted, PlanOptions options)
    {
        return _idle.TryGetValue(Key(batch, shapes, wanted, options), out var bag) && bag.TryTake(out var plan)
            ? plan
            : InferencePlan.Compile(network, shapes, wanted, batch, options);
    }

    public void Return(InferencePlan plan, IReadOnlyList<Shape> shapes, IReadOnlyList<Node> wanted, PlanOptions options)
    {
        if (_idle.Count >= MostSizes) _idle.Clear();
        var bag = _idle.GetOrAdd(Key(plan.Batch, shapes, wanted, options), static _ => []);
        if (bag.Count < 2 * Environment.ProcessorCount) bag.Add(plan);
    }

    private static string Key(int batch, IReadOnlyList<Shape> shapes, IReadOnlyList<Node> wanted, PlanOptions options) =>
        $"{batch}|{options.Threads}|{options.Algorithms}|{string.Join('|', shapes)}|{string.Join('|', wanted.Select(node => node.Name))}";
}
