using Striate.Steps;

namespace Striate.Plans;

/// <summary>Which values a training plan does not keep for its backward pass, and which steps it runs again before which backward step.</summary>
/// <remarks>
/// Dropped are outputs of cheap steps (<see cref="Step.IsCheap"/>) that the backward pass reads, where dropping them saves more than what has to be kept instead: their inputs. A value
/// that is computed again may need others that are, in a chain; along it one in <see cref="MostInChain"/> + 1 is kept, for all of a chain come to life together.
/// </remarks>
internal sealed class Recomputation
{
    private const int MostInChain = 3;

    private readonly Dictionary<Value, int> _depths = [];
    private readonly List<Step>[] _before;

    public Recomputation(IReadOnlyList<Step> steps, IReadOnlyList<Value> outputs, IReadOnlyList<bool> runsBackward, bool isWanted)
    {
        _before = [.. steps.Select(_ => new List<Step>())];
        if (!isWanted) return;
        var kept = new HashSet<Value>();
        for (var i = 0; i < steps.Count; i++)
            if (runsBackward[i]) kept.UnionWith(Reads(steps[i]));
        var hosts = steps.Where(step => step.Output.Block(out _) != step.Output.Root).Select(step => step.Output.Block(out _)).ToHashSet();
        var fixedValues = outputs.Select(output => output.Root).Concat(hosts).ToHashSet();
        foreach (var step in steps.Where(step => step.IsCheap && !fixedValues.Contains(step.Output.Root))) TryDrop(step, kept);
        var producers = steps.Where(step => IsDropped(step.Output)).ToDictionary(step => step.Output.Root);
        var known = new HashSet<Value>();
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (!runsBackward[i]) continue;
            foreach (var value in Reads(steps[i])) RunAgain(value, i, producers, known);
        }
    }

    /// <summary>The steps to be run again before each backward step, in order.</summary>
    public IReadOnlyList<IReadOnlyList<Step>> Before => _before;

    /// <summary>Whether a value has two lives: one in the forward pass, and one from when it is computed again.</summary>
    public bool IsDropped(Value value) => _depths.ContainsKey(value.Root);

    /// <summary>What a backward step reads of the forward pass.</summary>
    public static IEnumerable<Value> Reads(Step step)
    {
        for (var k = 0; k < step.Inputs.Count; k++)
            if (step.BackwardReadsInput(k)) yield return step.Inputs[k].Block(out _);
        if (step.BackwardReadsOutput) yield return step.Output.Block(out _);
    }

    private void TryDrop(Step step, HashSet<Value> kept)
    {
        // A slice lives in a wider map, which is kept.
        if (step.Output.Block(out _) != step.Output.Root) return;
        var inputs = step.Inputs.Select(input => input.Block(out _)).Distinct().ToArray();
        var depth = 1 + inputs.Max(input => _depths.GetValueOrDefault(input));
        var missing = inputs.Where(input => !kept.Contains(input) && !IsDropped(input)).ToArray();
        var more = missing.Sum(input => input.Length);
        // What the backward pass does not read itself may be a link of a chain, if that costs nothing. The parts of a concatenation are often parts of several.
        var most = !kept.Contains(step.Output.Root) ? 0 : step is ConcatenateStep ? step.Output.Length : step.Output.Length - 1;
        if (depth > MostInChain || more > most) return;
        kept.UnionWith(missing);
        _depths[step.Output.Root] = depth;
    }

    private void RunAgain(Value value, int before, Dictionary<Value, Step> producers, HashSet<Value> known)
    {
        if (!producers.TryGetValue(value, out var producer) || !known.Add(value)) return;
        foreach (var input in producer.Inputs) RunAgain(input.Block(out _), before, producers, known);
        _before[before].Add(producer);
    }
}
