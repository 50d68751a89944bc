namespace Striate.Kernels.Convolution;

/// <summary>A kernel whose cost is a sum of counts and constants that measurements can fit.</summary>
internal interface ICosted
{
    /// <summary>The constants of the kernel's family.</summary>
    CostConstants Constants { get; }

    /// <summary>What the kernel does for a problem.</summary>
    CostParts Parts(in ConvolutionShape shape);
}
