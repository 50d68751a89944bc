namespace Striate.Benchmarks.Measuring;

/// <summary>The convolutions that tables speak of.</summary>
internal static class Problems
{
    /// <summary>Layers of the published networks, one of a kind: those for which other engines' speeds are known.</summary>
    public static IReadOnlyList<Problem> Single { get; } =
    [
        Problem.Of(8, 224, 3, 64, 7, 2),
        Problem.Of(8, 56, 64, 64, 3),
        Problem.Of(8, 56, 64, 128, 3, 2),
        Problem.Of(8, 28, 128, 128, 3),
        Problem.Of(8, 14, 256, 256, 3),
        Problem.Of(8, 7, 512, 512, 3),
        Problem.Of(8, 56, 64, 256, 1),
        Problem.Of(8, 14, 1024, 256, 1),
        Problem.Of(8, 112, 32, 32, 3, groups: 32),
        Problem.Of(8, 28, 192, 192, 3, groups: 192),
        Problem.Of(64, 32, 16, 16, 3),
        Problem.Of(64, 28, 1, 6, 5),
    ];

    /// <summary>Those of them that direct kernels should bring to the roof: 1×1 and 3×3 with 64 channels or more.</summary>
    public static IReadOnlyList<Problem> Wide { get; } =
        [.. Single.Where(problem => problem.Shape is { Groups: 1, InputChannels: >= 64, OutputChannels: >= 64, Taps: 1 or 9 })];

    /// <summary>Dense layers at small and large batch.</summary>
    public static IReadOnlyList<Problem> DenseLayers { get; } =
        [Problem.Dense(1, 2048, 1000), Problem.Dense(16, 2048, 1000), Problem.Dense(128, 400, 120), Problem.Dense(1, 9216, 4096)];
}
