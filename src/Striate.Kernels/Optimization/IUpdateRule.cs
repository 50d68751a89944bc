using System.Numerics;

namespace Striate.Kernels.Optimization;

/// <summary>What an optimiser does to a few neighbouring parameters: one formula for vectors and, in their tail, for vectors with one lane that counts.</summary>
public interface IUpdateRule
{
    /// <summary>The new values of weights and of up to two slots of state.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="g">Their gradients, already scaled.</param>
    /// <param name="first">The first slot.</param>
    /// <param name="second">The second slot.</param>
    void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> first, ref Vector<float> second);
}
