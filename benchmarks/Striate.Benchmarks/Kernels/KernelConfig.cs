using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Striate.Benchmarks.Kernels;

/// <summary>Short runs in this process, so that ceilings and kernels share it, and the switches of the runtime reach both.</summary>
internal static class KernelConfig
{
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(100)))
        .AddLogger(ConsoleLogger.Default)
        .AddColumn(TargetMethodColumn.Type, StatisticColumn.Median, StatisticColumn.StdDev, CeilingColumn.Speed, CeilingColumn.Bandwidth, CeilingColumn.Share)
        .AddColumnProvider(DefaultColumnProviders.Params)
        .AddExporter(MarkdownExporter.GitHub)
        .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Microsecond).WithMaxParameterColumnWidth(60))
        .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
}
