using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Striate.Benchmarks.Kernels;

/// <summary>A column from a case's median and what the machine allows.</summary>
internal sealed class CeilingColumn(string name, string legend, Func<KernelCase, double, string> value) : IColumn
{
    /// <summary>GFLOP/s of the definition's operations.</summary>
    public static CeilingColumn Speed { get; } = new("GFLOP/s", "Two operations a multiply–add of the definition; kernels that need fewer may pass the roof",
        (work, seconds) => work.Operations == 0 ? "" : Number(work.Operations / seconds / 1e9));

    /// <summary>GB/s of the bytes that must be moved.</summary>
    public static CeilingColumn Bandwidth { get; } = new("GB/s", "Maps and weights, read or written once", (work, seconds) => Number(work.Bytes / seconds / 1e9));

    /// <summary>The share of the ceiling.</summary>
    public static CeilingColumn Share { get; } = new("share of the roof", "The least time that multiply–adds in registers, or a stream through as much memory, would take, measured in the same run: which of both, by the time taken",
        (work, seconds) => string.Create(CultureInfo.InvariantCulture, $"{100 * work.Least().Seconds / seconds:0} % of {work.Least().Bound}"));

    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics && benchmarkCase.Parameters[nameof(KernelBenchmark.Case)] is KernelCase work ? value(work, statistics.Median / 1e9) : "";

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
