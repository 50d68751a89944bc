using Striate.Steps;

namespace Striate.Plans;

/// <summary>Gives every value (and gradient) a place in the arena; two whose lifetimes do not meet may share memory.</summary>
/// <remarks>
/// Time: forward step i at i, the loss at n, the backward pass of step i at 2n − i. Greedy by size: the largest block first, at the lowest offset that is free
/// for its whole life. Optimal placement is NP-hard; on the networks here the result is within a few per cent of the largest total alive at one time.
/// </remarks>
internal sealed class Placement
{
    // 64 bytes: one cache line, one vector.
    private const int Unit = 16;

    // Maps are multiples of 4 KB as a rule: side by side without a gap, the same pixel of two of them would fall into one set of the cache, and a load behind a store to it would wait.
    private const int Large = 16 * 1024;
    private const int Skew = 17 * Unit;

    private readonly List<Block> _blocks = [];

    public Placement(IReadOnlyList<Step> steps, IReadOnlyList<Value> inputs, IReadOnlyList<Value> outputs, IReadOnlyList<bool> runsBackward, Recomputation recomputation, bool training)
    {
        var lives = new Dictionary<Value, Life>();
        // Slices live with the map that they are slices of, from the first to be written on.
        Life Of(Value value) => lives[value.Block(out _)];
        foreach (var input in inputs) lives[input.Root] = new Life { From = -1, To = -1 };
        for (var i = 0; i < steps.Count; i++) lives.TryAdd(steps[i].Output.Block(out _), new Life { From = i, To = i });
        for (var i = 0; i < steps.Count; i++)
        {
            Of(steps[i].Output).Extend(i);
            foreach (var input in steps[i].Inputs) Of(input).Extend(i);
        }
        // Values that are computed again live a second time, from then on.
        var again = new Dictionary<Value, Life>();
        Life OfBackward(Value value) => again.GetValueOrDefault(value.Block(out _)) ?? Of(value);
        for (var i = steps.Count - 1; training && i >= 0; i--)
        {
            if (!runsBackward[i]) continue;
            var time = 2 * steps.Count - i;
            foreach (var step in recomputation.Before[i])
            {
                again[step.Output.Root] = new Life { From = time, To = time };
                foreach (var input in step.Inputs) OfBackward(input).Extend(time);
            }
            foreach (var value in Recomputation.Reads(steps[i])) OfBackward(value).Extend(time);
            foreach (var input in steps[i].Inputs)
                if (input.NeedsGradient) Of(input).StartGradient(time, time);
            Of(steps[i].Output).StartGradient(time, time);
        }
        foreach (var output in outputs)
        {
            Of(output).Extend(steps.Count);
            if (training) Of(output).StartGradient(steps.Count, steps.Count);
        }
        foreach (var (value, life) in lives)
        {
            _blocks.Add(new Block(value, false, life.From, life.To));
            if (life.GradientFrom >= 0) _blocks.Add(new Block(value, true, life.GradientFrom, life.GradientTo));
        }
        foreach (var (value, life) in again) _blocks.Add(new Block(value, false, life.From, life.To) { IsAgain = true });
        Length = Place();
    }

    /// <summary>The floats that all blocks together span.</summary>
    public long Length { get; }

    /// <summary>Tells the values where they are.</summary>
    public void Bind(Arena arena)
    {
        foreach (var group in _blocks.GroupBy(block => block.Value))
        {
            group.Key.Place(arena, (int)group.First(block => !block.IsGradient && !block.IsAgain).Offset, (int)(group.FirstOrDefault(block => block.IsGradient)?.Offset ?? 0));
            if (group.FirstOrDefault(block => block.IsAgain) is { } again) group.Key.PlaceAgain((int)again.Offset);
        }
    }

    private long Place()
    {
        long total = 0;
        var placed = new List<Block>();
        foreach (var block in _blocks.OrderByDescending(block => block.Value.Words).ThenBy(block => block.From).ThenBy(block => block.IsGradient))
        {
            var size = (block.Value.Words + Unit - 1) / Unit * Unit + (block.Value.Words >= Large ? Skew : 0);
            long offset = 0;
            foreach (var other in placed.Where(other => other.From <= block.To && block.From <= other.To).OrderBy(other => other.Offset))
            {
                if (offset + size <= other.Offset) break;
                offset = Math.Max(offset, other.End);
            }
            (block.Offset, block.End) = (offset, offset + size);
            placed.Add(block);
            total = Math.Max(total, block.End);
        }
        if (total > int.MaxValue) throw new InvalidOperationException($"The plan's buffers would take {total * 4 >> 20} MiB; the most is {int.MaxValue / 1024 * 4 / 1024} MiB. A smaller batch fits.");
        return total;
    }

    private sealed class Life
    {
        public int From { get; init; }

        public int To { get; set; }

        public int GradientFrom { get; private set; } = -1;

        public int GradientTo { get; private set; } = -1;

        public void Extend(int time) => To = Math.Max(To, time);

        public void StartGradient(int from, int to)
        {
            GradientFrom = GradientFrom < 0 ? from : Math.Min(GradientFrom, from);
            GradientTo = Math.Max(GradientTo, to);
        }
    }

    private sealed class Block(Value value, bool isGradient, int from, int to)
    {
        public Value Value => value;

        public bool IsGradient => isGradient;

        public bool IsAgain { get; init; }

        public int From => from;

        public int To => to;

        public long Offset { get; set; }

        public long End { get; set; }
    }
}
