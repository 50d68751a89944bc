using System.Globalization;
using System.Text;
using Striate.Plans;

namespace Striate.Insight;

/// <summary>The steps of a plan with the kernels they chose, and its memory.</summary>
public static class PlanSummary
{
    /// <summary>A line a step, then the memory.</summary>
    public static string Describe(this Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var width = plan.Steps.Select(step => step.Name.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder();
        foreach (var step in plan.Steps)
            text.Append($"{step.Name.PadRight(width)}  {step.Kind,-9}  {step.Output.Batch}×{step.Output.Shape}  {step.Detail}".TrimEnd()).Append('\n');
        return text.Append(CultureInfo.InvariantCulture,
            $"{plan.Steps.Count} steps, {plan.ArenaBytes / 1048576.0:0.00} MiB of values, {plan.ScratchBytes / 1048576.0:0.00} MiB of scratch, {plan.Pool.Threads} threads{Parts(plan)}\n").ToString();
    }

    private static string Parts(Plan plan) => plan is InferencePlan inference && inference.Part < plan.Batch ? string.Create(CultureInfo.InvariantCulture, $", {plan.Batch} examples in parts of {inference.Part}") : "";
}
