using System.Diagnostics;
using System.Globalization;
using Striate.Benchmarks.Measuring;
using Striate.Models;
using Striate.Onnx;

namespace Striate.Benchmarks.Modes;

/// <summary><c>loading</c>: what it costs to load and save a model file, beside a copy of the file.</summary>
internal static class LoadingMode
{
    private const int Rounds = 9;

    /// <summary>Prints times beside that of copying the file, and memory in sizes of the file.</summary>
    public static int Run(string model)
    {
        var folder = Directory.CreateTempSubdirectory("striate-loading-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            var network = model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? OnnxModel.Load(model) : ModelZoo.Build(model);
            if (File.Exists(model)) File.Copy(model, path);
            else network.Save(path);
            var size = new FileInfo(path).Length;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe(1)}\n\n{model}, {size} bytes\n\n| | median ms | beside copying | allocated / file | peak / file |\n|---|---|---|---|---|"));
            var copy = Measure(() => File.Copy(path, path + ".copy", overwrite: true));
            Print("copying the file", copy, copy, size);
            Print("reading it into memory and copying that", Measure(() => File.ReadAllBytes(path).AsSpan().CopyTo(new byte[size])), copy, size);
            Print("saving", Measure(() => network.Save(path + ".saved", new SaveOptions { Check = false })), copy, size);
            Print("saving, and checking what was saved", Measure(() => network.Save(path + ".saved")), copy, size);
            Print("loading", Measure(() => OnnxModel.Load(path)), copy, size);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    private static (double Milliseconds, double Allocated, double Peak) Measure(Action act)
    {
        var (times, allocated, peaks) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = -3; round < Rounds; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var (before, resident, start) = (GC.GetTotalAllocatedBytes(true), ProcessMemory.ResetPeak(), Stopwatch.GetTimestamp());
            act();
            if (round < 0) continue;
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allocated[round] = GC.GetTotalAllocatedBytes(true) - before;
            peaks[round] = ProcessMemory.Peak() - resident;
        }
        return (Median(times), Median(allocated), Median(peaks));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static void Print(string what, (double Milliseconds, double Allocated, double Peak) measured, (double Milliseconds, double Allocated, double Peak) copy, long size) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {measured.Milliseconds:0.0} | {measured.Milliseconds / copy.Milliseconds:0.00} | {measured.Allocated / size:0.00} | {measured.Peak / size:0.00} |"));
}
