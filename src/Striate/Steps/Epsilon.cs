namespace Striate.Steps;

/// <summary>The ε of a batch normalisation and where it stands.</summary>
internal readonly record struct Epsilon(float Value, bool OutsideRoot)
{
    /// <summary>What a deviation from the mean is multiplied by: 1 / √(σ² + ε), or 1 / (σ + ε).</summary>
    public double InverseDeviation(float variance) => 1 / (OutsideRoot ? Math.Sqrt(variance) + Value : Math.Sqrt((double)variance + Value));

    /// <summary>How fast that shrinks as the variance grows, −2 / inverse² · d inverse / dσ²: the inverse itself with ε inside, 1 / σ with ε outside, and 0 where nothing deviates.</summary>
    public double Decay(float variance) => !OutsideRoot ? InverseDeviation(variance) : variance > 0 ? 1 / Math.Sqrt(variance) : 0;
}
