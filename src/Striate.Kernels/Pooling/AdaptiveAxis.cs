namespace Striate.Kernels.Pooling;

/// <summary>One axis of adaptive pooling: window o of m reaches from ⌊o · n / m⌋ to before ⌈(o + 1) · n / m⌉ of n inputs (PyTorch's rule) and may overlap its neighbours by one.</summary>
/// <param name="Input">n.</param>
/// <param name="Output">m.</param>
/// <param name="IsDisjoint">Whether a window ends where the next begins, before ⌊(o + 1) · n / m⌋.</param>
public readonly record struct AdaptiveAxis(int Input, int Output, bool IsDisjoint = false)
{
    /// <summary>An axis that a lower-dimensional problem does not have.</summary>
    public static AdaptiveAxis Unit => new(1, 1);

    /// <summary>Whether all windows are of one size and lie side by side.</summary>
    public bool IsEven => Input % Output == 0;

    /// <summary>The first input of a window.</summary>
    public int Start(int output) => (int)((long)output * Input / Output);

    /// <summary>The first input behind a window.</summary>
    public int End(int output) => IsDisjoint ? Start(output + 1) : (int)(((long)(output + 1) * Input + Output - 1) / Output);
}
