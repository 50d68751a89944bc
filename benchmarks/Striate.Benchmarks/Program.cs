using System.Globalization;
using Striate.Benchmarks.Modes;

var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
return args.FirstOrDefault() switch
{
    "roof" => RoofMode.Run(threads),
    "roof-of-width" => RoofMode.RunWidth(threads),
    _ => 2,
};
