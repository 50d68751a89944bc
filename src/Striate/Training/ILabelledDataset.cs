namespace Striate.Training;

/// <summary>A data set that tells the class of an example without reading its input.</summary>
public interface ILabelledDataset : IDataset
{
    /// <summary>Whether it does: every example has one class.</summary>
    bool HasLabels { get; }

    /// <summary>The class of an example.</summary>
    /// <param name="index">From 0 to <c>Count</c> − 1.</param>
    int Label(int index);
}
