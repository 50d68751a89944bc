namespace Striate.Training;

/// <summary>Training cannot go on; the message says where it stood and what to try. Earlier checkpoints are whole.</summary>
public sealed class TrainingException(string message) : Exception(message);
