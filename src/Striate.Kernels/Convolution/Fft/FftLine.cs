namespace Striate.Kernels.Convolution.Fft;

/// <summary>Complex numbers that lie a step apart, a vector of real parts and, at a distance, one of imaginary parts.</summary>
internal readonly unsafe struct FftLine(float* address, nint step, nint imaginary)
{
    public float* Address { get; } = address;

    public nint Step { get; } = step;

    public nint Imaginary { get; } = imaginary;
}
