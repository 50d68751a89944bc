namespace Striate.Training;

/// <summary>Where checkpoints go. A store belongs to one run at a time, and is called from the thread that trains.</summary>
public interface ICheckpointStore
{
    /// <summary>Stores a snapshot so that a process killed at any moment leaves this or an earlier one whole.</summary>
    /// <remarks>While it is called, the network that is trained holds the values of <see cref="TrainingSnapshot.Parameters"/>.</remarks>
    /// <exception cref="IOException">It could not be stored; earlier checkpoints are whole.</exception>
    void Write(TrainingSnapshot snapshot);

    /// <summary>Reads the newest whole snapshot.</summary>
    /// <returns>Null if there is no checkpoint at all.</returns>
    /// <exception cref="InvalidDataException">There are checkpoints, but none is whole.</exception>
    TrainingSnapshot? ReadNewest();
}
