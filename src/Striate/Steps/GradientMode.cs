namespace Striate.Steps;

/// <summary>What a backward step does with the gradient of one of its inputs.</summary>
public enum GradientMode
{
    /// <summary>Nothing: nobody asks for it.</summary>
    Skip,

    /// <summary>Overwrites the buffer: it is the first to write.</summary>
    Write,

    /// <summary>Adds to what others wrote.</summary>
    Accumulate,
}
