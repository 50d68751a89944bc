using Striate.Networks;
using Striate.Training;

namespace Striate.Data;

/// <summary>Examples that are bytes before they are numbers: how they become numbers can be exchanged, and colours are known.</summary>
public interface IPreprocessedDataset : IDataset
{
    /// <summary>How bytes become numbers; null for floats as they are.</summary>
    Preprocessing? Preprocessing { get; }

    /// <summary>The same bytes under another preprocessing.</summary>
    /// <exception cref="InvalidOperationException">The examples are floats, which are used as they are.</exception>
    IDataset With(Preprocessing preprocessing);
}
