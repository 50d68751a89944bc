using Striate.Data.Readers;
using Striate.Training;

namespace Striate.Data;

/// <summary>Handwritten digits, 28×28 grey (LeCun, Cortes, Burges): 60,000 to learn from, 10,000 to test.</summary>
public static class Mnist
{
    /// <summary>Reads the four files of a folder, plain or .gz.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    public static DataSplits Load(string folder) => Idx.Load(folder, "mnist", classes: 10);
}
