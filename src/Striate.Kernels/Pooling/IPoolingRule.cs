using System.Numerics;

namespace Striate.Kernels.Pooling;

/// <summary>How the numbers of a window become one, as an empty struct, so that the loops are written once.</summary>
internal interface IPoolingRule
{
    /// <summary>What a window of nothing gives.</summary>
    static abstract float Start { get; }

    /// <summary>One more number.</summary>
    static abstract Vector<float> Combine(Vector<float> sum, Vector<float> x);

    /// <summary>One more number.</summary>
    static abstract float Combine(float sum, float x);

    /// <summary>The result of a window that counts so many numbers.</summary>
    static abstract Vector<float> Finish(Vector<float> sum, float count);

    /// <summary>The result of a window that counts so many numbers.</summary>
    static abstract float Finish(float sum, float count);
}
