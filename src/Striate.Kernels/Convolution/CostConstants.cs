namespace Striate.Kernels.Convolution;

/// <summary>The price of each count of <see cref="CostParts"/>, in multiply–adds of a vector at the roof of the machine (two a cycle and core).</summary>
/// <param name="Product">Of a product: 1 at the roof.</param>
/// <param name="Source">Of a vector copied or transformed on the input side.</param>
/// <param name="Target">Of a vector stored or transformed on the output side.</param>
/// <param name="Weight">Of a float of weights, which come from memory once a pass.</param>
/// <param name="Fixed">Of a pass: grids handed out, tasks that end unevenly.</param>
internal readonly record struct CostConstants(double Product, double Source, double Target, double Weight, double Fixed)
{
    public double Of(in CostParts parts) => Product * parts.Products + Source * parts.Source + Target * parts.Target + Weight * parts.Weights + Fixed;
}
