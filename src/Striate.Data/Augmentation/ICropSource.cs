using Striate.Kernels.Random;

namespace Striate.Data.Augmentation;

/// <summary>Examples that are cut from larger pictures of many sizes while they are read.</summary>
internal interface ICropSource
{
    /// <summary>Whether they are.</summary>
    bool HasCrops { get; }

    /// <summary>Writes one example, cut at random.</summary>
    void ReadCrop(int index, RandomResizedCrop crop, PhiloxStream random, Span<float> input, Span<float> target);
}
