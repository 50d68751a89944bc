using Striate.Tensors;

namespace Striate.Insight;

/// <summary>What a layer costs with a stride.</summary>
/// <param name="Stride">The stride along every axis.</param>
/// <param name="Output">The output's shape.</param>
/// <param name="MultiplyAccumulates">For one example; 0 for pooling.</param>
/// <param name="Bytes">The output's memory.</param>
public sealed record StrideCost(int Stride, Shape Output, long MultiplyAccumulates, long Bytes);
