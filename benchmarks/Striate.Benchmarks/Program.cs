using System.Globalization;
using Striate.Benchmarks.Measuring;
using Striate.Benchmarks.Modes;

var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
return args.FirstOrDefault() switch
{
    "roof" => RoofMode.Run(threads),
    "dispatch" => DispatchMode.Run(threads),
    "roof-of-width" => RoofMode.RunWidth(threads, args.Length > 2 ? [.. args[2..].Select(Problem.Parse)] : Problems.Wide),
    _ => 2,
};
