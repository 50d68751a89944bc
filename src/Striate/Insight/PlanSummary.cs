using System.Globalization;
using System.Text;
using Striate.Kernels.Simd;
using Striate.Plans;
using Striate.Steps;

namespace Striate.Insight;

/// <summary>The steps of a plan with the kernels they chose, and its memory.</summary>
public static class PlanSummary
{
    // A clock to read cycles by.
    private const double Gigahertz = 4;

    /// <summary>A line a step, below it a line for each pass with its candidates, the chosen one first, each with its expected cost and the share of the roof; then the memory.</summary>
    public static string Describe(this Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var width = plan.Steps.Select(step => step.Name.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder();
        foreach (var step in plan.Steps)
        {
            text.Append($"{step.Name.PadRight(width)}  {step.Kind,-9}  {step.Output.Batch}×{step.Output.Shape}  {step.Detail}".TrimEnd()).Append('\n');
            foreach (var pass in step.Passes) text.Append(' ', width + 2).Append($"{pass.Pass,-9}  {string.Join(", ", pass.Candidates.Select(Describe))}\n");
        }
        if (plan.Steps.Any(step => step.Passes.Count > 0))
            text.Append(CultureInfo.InvariantCulture, $"Costs are the model's kilocycles of one core; {Gigahertz * 1000:0} take 1 ms at {Gigahertz:0} GHz. In brackets the share of the roof, two multiply–adds of {SimdWidth.Bits / 32} numbers a cycle.\n");
        return text.Append(CultureInfo.InvariantCulture,
            $"{plan.Steps.Count} steps, {plan.ArenaBytes / 1048576.0:0.00} MiB of values, {plan.ScratchBytes / 1048576.0:0.00} MiB of scratch, {plan.Pool.Threads} threads{Parts(plan)}\n").ToString();
    }

    private static string Describe(KernelCost kernel) => string.Create(CultureInfo.InvariantCulture, $"{kernel.Kernel} {kernel.Cycles / 1000:0} ({kernel.RoofShare:0 %})");

    private static string Parts(Plan plan) => plan is InferencePlan inference && inference.Part < plan.Batch ? string.Create(CultureInfo.InvariantCulture, $", {plan.Batch} examples in parts of {inference.Part}") : "";
}
