namespace Striate.Kernels.Padding;

/// <summary>One axis of a padded map.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Low">Elements before the first.</param>
/// <param name="High">Elements behind the last.</param>
public readonly record struct PaddingAxis(int Input, int Low = 0, int High = 0)
{
    /// <summary>An axis that a lower-dimensional problem does not have.</summary>
    public static PaddingAxis Unit => new(1);

    /// <summary>The output size.</summary>
    /// <exception cref="OverflowException">It does not fit into 32 bits.</exception>
    public int Output => checked(Input + Low + High);

    /// <summary>Whether a mode finds an element for every place: a mirror needs more elements than it makes, a ring as many.</summary>
    public bool Fits(PaddingMode mode) => mode switch
    {
        PaddingMode.Reflect => Math.Max(Low, High) < Input,
        PaddingMode.Circular => Math.Max(Low, High) <= Input,
        _ => true,
    };

    /// <summary>The input that an output is a copy of, or −1 where it is the constant.</summary>
    public int Source(int output, PaddingMode mode)
    {
        var place = output - Low;
        if ((uint)place < (uint)Input) return place;
        return mode switch
        {
            PaddingMode.Reflect => place < 0 ? -place : 2 * (Input - 1) - place,
            PaddingMode.Replicate => place < 0 ? 0 : Input - 1,
            PaddingMode.Circular => place < 0 ? place + Input : place - Input,
            _ => -1,
        };
    }
}
