using Striate.Networks;
using Striate.Training;

namespace Striate.Cli.Report;

/// <summary>What a report tells.</summary>
internal sealed record ReportData(Network Network, TrainSettings Settings, Recipe Recipe, IReadOnlyList<EpochRecord> History, Evaluation Evaluation, IDataset Examples, string Part);
