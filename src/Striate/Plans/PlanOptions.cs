namespace Striate.Plans;

/// <summary>How a plan is to run. None of it changes the numbers.</summary>
public sealed record PlanOptions
{
    /// <summary>As many threads as the machine has processors.</summary>
    public static PlanOptions Default { get; } = new();

    /// <summary>The number of threads, the caller included.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
