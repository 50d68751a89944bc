using Striate.Steps;

namespace Striate.Plans;

/// <summary>The steps of a plan while they are rewritten: who makes a value, who reads it, and which values the caller wants.</summary>
internal sealed class StepGraph
{
    private readonly HashSet<Value> _wanted;

    public StepGraph(List<Step> steps, IEnumerable<Value> wanted, bool training)
    {
        Steps = steps;
        Training = training;
        _wanted = [.. wanted.Select(value => value.Root)];
    }

    public List<Step> Steps { get; }

    public bool Training { get; }

    public bool IsWanted(Value value) => _wanted.Contains(value.Root);

    public Step? Producer(Value value) => Steps.Find(step => step.Output.Root == value.Root);

    /// <summary>The step that makes a value, if one other step is all that ever reads it.</summary>
    public Step? OnlyProducer(Value value)
    {
        var readers = 0;
        foreach (var step in Steps) readers += step.Inputs.Count(input => input.Root == value.Root);
        return readers == 1 && !IsWanted(value) ? Producer(value) : null;
    }

    /// <summary>Puts one step in the place of two: the value between them is gone, the new step writes what the second one wrote.</summary>
    public void Merge(Step first, Step second, Step merged)
    {
        Steps[Steps.IndexOf(second)] = merged;
        Steps.Remove(first);
    }

    /// <summary>Drops steps whose output nobody reads.</summary>
    public void DropUnread()
    {
        for (var i = Steps.Count - 1; i >= 0; i--)
        {
            var output = Steps[i].Output.Root;
            if (!IsWanted(output) && !Steps.Exists(step => step.Inputs.Any(input => input.Root == output))) Steps.RemoveAt(i);
        }
    }
}
