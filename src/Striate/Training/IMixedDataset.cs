namespace Striate.Training;

/// <summary>A data set whose examples change each other when they come together in a batch, as mixup does.</summary>
/// <remarks>Mixing is a pure function of (examples, epoch) and what they hold: the same batch gives the same bits, on any thread.</remarks>
public interface IMixedDataset : IDataset
{
    /// <summary>Whether examples do change each other.</summary>
    bool IsMixed { get; }

    /// <summary>Mixes a batch whose examples have all been read.</summary>
    /// <param name="examples">Their indices.</param>
    /// <param name="epoch">The epoch that they were read for.</param>
    /// <param name="inputs">Their inputs, one behind the other; changed in place.</param>
    /// <param name="targets">Their targets, one behind the other; changed in place.</param>
    void Mix(ReadOnlySpan<int> examples, int epoch, Span<float> inputs, Span<float> targets);
}
