namespace Striate.Data.Sound;

/// <summary>Frequencies as pitches.</summary>
public enum MelScale
{
    /// <summary>Slaney's Auditory Toolbox: 3f / 200 up to 1000 Hz, 15 + 27 · ln(f / 1000) / ln 6.4 above (librosa's default).</summary>
    Slaney,

    /// <summary>2595 · log₁₀(1 + f / 700) (HTK, torchaudio's default).</summary>
    Htk,
}
