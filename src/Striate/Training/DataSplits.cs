namespace Striate.Training;

/// <summary>A data kind's parts: what is learnt from, and, where the data come with them, what is held back.</summary>
/// <param name="Train">Examples to learn from.</param>
/// <param name="Validation">Examples that training watches but does not learn from.</param>
/// <param name="Test">Examples that only the final accuracy sees.</param>
public sealed record DataSplits(IDataset Train, IDataset? Validation = null, IDataset? Test = null);
