using System.Globalization;
using BenchmarkDotNet.Running;
using Striate.Benchmarks.Kernels;
using Striate.Benchmarks.Measuring;
using Striate.Benchmarks.Modes;

const string Usage = """
    Striate.Benchmarks --filter PATTERN [--list flat]     kernels, timed by BenchmarkDotNet, with GFLOP/s and the share of the roof
    Striate.Benchmarks roof [THREADS]                     the share of the roof of direct kernels, for every width of vectors
    Striate.Benchmarks roof-of-width THREADS [PROBLEM…]   for this process's width; a problem is batch,size,inputs,outputs,kernel[,stride[,groups]]
    Striate.Benchmarks dispatch [THREADS]                 what a grid of the worker pool costs
    Striate.Benchmarks layers [THREADS [LAYER…]]          every layer beside what memory and multiply–adds would allow
    Striate.Benchmarks loading [NAME|FILE.onnx]           what loading and saving a model take beside copying its file
    Striate.Benchmarks pictures DIR [LIST [MODEL]]        whether decoding and augmenting (LIST as for --augment) keeps up with training
    Striate.Benchmarks fit [THREADS]                      the cost model's constants, fitted to every candidate's times
    """;

try
{
    var threads = args.Length > 1 && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : Environment.ProcessorCount;
    switch (args.FirstOrDefault())
    {
        case "roof": return RoofMode.Run(threads);
        case "roof-of-width": return RoofMode.RunWidth(threads, args.Length > 2 ? [.. args[2..].Select(Problem.Parse)] : Problems.Wide);
        case "dispatch": return DispatchMode.Run(threads);
        case "layers": return LayersMode.Run(threads, [.. args.Skip(2)]);
        case "loading": return LoadingMode.Run(args.Length > 1 ? args[1] : "resnet50");
        case "pictures" when args.Length > 1: return PicturesMode.Run(args[1], args.Length > 2 ? args[2] : "random-resized-crop,flip", args.Length > 3 ? args[3] : "");
        case "fit": return FitMode.Run(threads);
        case "--filter" or "--list":
            BenchmarkSwitcher.FromAssembly(typeof(KernelConfig).Assembly).Run(args, KernelConfig.Create());
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
