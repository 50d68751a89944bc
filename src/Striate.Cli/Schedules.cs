using Striate.Training;

namespace Striate.Cli;

/// <summary>Schedules by name.</summary>
internal static class Schedules
{
    public static Schedule Parse(string name) => name switch
    {
        "constant" => Schedule.Constant,
        "step" => Schedule.Step(),
        "cosine" => Schedule.Cosine(),
        "onecycle" => Schedule.OneCycle(),
        _ => throw new ArgumentException($"--schedule {name} is unknown. There are: constant, step, cosine, onecycle."),
    };
}
