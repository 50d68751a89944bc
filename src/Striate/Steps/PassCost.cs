namespace Striate.Steps;

/// <summary>A pass of a step for which kernels compete.</summary>
/// <param name="Pass"><c>forward</c>, <c>dx</c> or <c>dw</c>.</param>
/// <param name="Candidates">The kernels that can compute it, the chosen one first, the others by their cost.</param>
public sealed record PassCost(string Pass, IReadOnlyList<KernelCost> Candidates);
