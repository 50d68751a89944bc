namespace Striate.Training;

/// <summary>How a network does on one class.</summary>
/// <param name="Examples">Examples of the class.</param>
/// <param name="Answers">Examples that were said to be of the class.</param>
/// <param name="Right">Examples of the class that were said to be.</param>
public readonly record struct ClassScore(int Examples, int Answers, int Right)
{
    /// <summary>Whether there are examples of the class or answers that name it.</summary>
    public bool Occurs => Examples > 0 || Answers > 0;

    /// <summary>The share of answers that were right; 0 without answers.</summary>
    public double Precision => Answers == 0 ? 0 : (double)Right / Answers;

    /// <summary>The share of the class that was found; 0 without examples.</summary>
    public double Recall => Examples == 0 ? 0 : (double)Right / Examples;

    /// <summary>2 · precision · recall / (precision + recall); 0 if nothing is right.</summary>
    public double F1 => Right == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}
