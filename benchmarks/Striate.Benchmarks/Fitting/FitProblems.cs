using Striate.Benchmarks.Measuring;

namespace Striate.Benchmarks.Fitting;

/// <summary>The spread of convolutions that the cost model is fitted on: channels 1 to 512, sizes 7 to 224, batch 1 to 32, kernels 1 to 7, strides and groups.</summary>
internal static class FitProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        // 3×3, from wide maps of few channels to small ones of many.
        Problem.Of(1, 224, 3, 32, 3, 2), Problem.Of(8, 112, 3, 32, 3, 2), Problem.Of(1, 224, 64, 64, 3), Problem.Of(1, 112, 32, 64, 3), Problem.Of(4, 112, 16, 16, 3),
        Problem.Of(1, 56, 64, 64, 3), Problem.Of(8, 56, 64, 64, 3), Problem.Of(1, 28, 128, 128, 3), Problem.Of(8, 28, 128, 128, 3), Problem.Of(1, 14, 256, 256, 3),
        Problem.Of(16, 14, 256, 256, 3), Problem.Of(1, 7, 512, 512, 3), Problem.Of(8, 7, 512, 512, 3), Problem.Of(32, 32, 16, 16, 3), Problem.Of(32, 16, 32, 32, 3),
        Problem.Of(32, 8, 64, 64, 3), Problem.Of(1, 32, 16, 32, 3), Problem.Of(1, 14, 128, 32, 3), Problem.Of(8, 28, 128, 32, 3), Problem.Of(8, 56, 128, 32, 3),
        Problem.Of(1, 20, 48, 80, 3), Problem.Of(4, 40, 96, 24, 3), Problem.Of(2, 35, 64, 96, 3), Problem.Of(32, 28, 8, 16, 3), Problem.Of(2, 10, 256, 512, 3),
        // 3×3 with stride.
        Problem.Of(1, 56, 64, 128, 3, 2), Problem.Of(8, 56, 64, 128, 3, 2), Problem.Of(8, 28, 128, 256, 3, 2), Problem.Of(1, 14, 256, 512, 3, 2), Problem.Of(32, 32, 16, 32, 3, 2),
        // 1×1.
        Problem.Of(1, 56, 64, 256, 1), Problem.Of(8, 56, 256, 64, 1), Problem.Of(1, 14, 1024, 256, 1), Problem.Of(8, 14, 256, 1024, 1), Problem.Of(1, 7, 512, 512, 1),
        Problem.Of(16, 7, 320, 512, 1), Problem.Of(8, 112, 32, 16, 1), Problem.Of(8, 56, 24, 144, 1), Problem.Of(1, 28, 192, 64, 1), Problem.Of(8, 56, 64, 128, 1, 2),
        Problem.Of(1, 28, 512, 256, 1, 2),
        // Larger kernels.
        Problem.Of(8, 224, 3, 64, 7, 2), Problem.Of(1, 224, 3, 64, 7, 2), Problem.Of(32, 28, 1, 6, 5), Problem.Of(32, 14, 6, 16, 5), Problem.Of(1, 28, 1, 6, 5), Problem.Of(1, 27, 64, 192, 5),
        Problem.Of(4, 28, 32, 96, 5), Problem.Of(2, 17, 128, 128, 7),
        // Groups and depthwise.
        Problem.Of(8, 56, 128, 128, 3, groups: 32), Problem.Of(1, 28, 256, 256, 3, groups: 32), Problem.Of(8, 27, 96, 256, 5, groups: 2), Problem.Of(4, 28, 64, 64, 3, groups: 8), Problem.Of(8, 56, 32, 32, 3, groups: 16), Problem.Of(8, 14, 512, 512, 3, groups: 64),
        Problem.Of(8, 112, 32, 32, 3, groups: 32), Problem.Of(1, 112, 96, 96, 3, 2, 96), Problem.Of(8, 28, 192, 192, 3, groups: 192), Problem.Of(1, 14, 480, 480, 5, groups: 480),
        Problem.Of(8, 7, 512, 512, 3, groups: 512), Problem.Of(8, 28, 240, 240, 5, 2, 240),
        // Dense layers.
        Problem.Dense(1, 2048, 1000), Problem.Dense(32, 512, 512), Problem.Dense(32, 400, 120),
    ];
}
