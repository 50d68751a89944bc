namespace Striate.Parameters;

/// <summary>What a parameter is for; optimisers and initialisers look at it.</summary>
public enum ParameterRole
{
    /// <summary>Multiplies inputs: the kernel of a convolution, the matrix of a dense layer.</summary>
    Weight,

    /// <summary>Is added to an output.</summary>
    Bias,

    /// <summary>γ of a normalisation.</summary>
    Scale,

    /// <summary>β of a normalisation.</summary>
    Shift,

    /// <summary>A running mean: state, moved by the forward pass of training and not by the optimiser.</summary>
    Mean,

    /// <summary>A running variance: state like <see cref="Mean"/>.</summary>
    Variance,
}
