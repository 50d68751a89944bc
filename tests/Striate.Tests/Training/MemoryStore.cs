using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Keeps every snapshot.</summary>
internal sealed class MemoryStore : ICheckpointStore
{
    public List<TrainingSnapshot> Snapshots { get; } = [];

    public void Write(TrainingSnapshot snapshot) => Snapshots.Add(snapshot);

    public TrainingSnapshot? ReadNewest() => Snapshots.LastOrDefault();
}
