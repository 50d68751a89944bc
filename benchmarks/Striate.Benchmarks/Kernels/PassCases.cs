using Striate.Benchmarks.Measuring;
using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Losses;
using Striate.Kernels.Normalization;
using Striate.Kernels.Optimization;
using Striate.Kernels.Pooling;

namespace Striate.Benchmarks.Kernels;

/// <summary>Passes that memory limits.</summary>
internal static class PassCases
{
    public static IEnumerable<KernelCase> All =>
        [.. Normalization(16 * 56 * 56, 64), .. Normalization(8 * 14 * 14, 256), .. Pooling(16, 112, 64), Softmax(128, 1000), Optimiser(11_689_512)];

    private static IEnumerable<KernelCase> Normalization(int pixels, int channels)
    {
        var map = (double)pixels * channels * sizeof(float);
        yield return new KernelCase($"{pixels}x{channels} batch statistics", 0, map, pool =>
        {
            var (x, scratch) = (Buffers.Filled((long)pixels * channels), new float[BatchNormalization.ScratchLength(pixels, channels)]);
            var (mean, variance) = (new float[channels], new float[channels]);
            return () => BatchNormalization.Statistics(x.AsSpan<float>(), channels, pixels, channels, mean, variance, scratch, pool);
        });
        yield return new KernelCase($"{pixels}x{channels} normalise, ReLU", 0, 2 * map, pool =>
        {
            var (x, y, scratch) = (Buffers.Filled((long)pixels * channels), Buffers.Empty((long)pixels * channels), new float[BatchNormalization.ScratchLength(pixels, channels)]);
            var (ones, zeros) = (Ones(channels), new float[channels]);
            return () => BatchNormalization.Normalize(x.AsSpan<float>(), channels, pixels, channels, zeros, ones, ones, zeros, default, 0, Activation.Relu, 0, y.AsSpan<float>(), channels, scratch, pool);
        });
        // x and dy twice, dx once.
        yield return new KernelCase($"{pixels}x{channels} normalise backward, ReLU", 0, 5 * map, pool =>
        {
            var (x, dy, dx) = (Buffers.Filled((long)pixels * channels), Buffers.Filled((long)pixels * channels), Buffers.Empty((long)pixels * channels));
            var (ones, zeros, gamma, beta) = (Ones(channels), new float[channels], new float[channels], new float[channels]);
            var scratch = new float[BatchNormalization.ScratchLength(pixels, channels)];
            return () => BatchNormalization.Backward(x.AsSpan<float>(), channels, default, 0, dy.AsSpan<float>(), channels, pixels, channels, zeros, ones, ones, zeros, Activation.Relu, 0,
                dx.AsSpan<float>(), channels, false, default, 0, false, gamma, beta, false, scratch, pool);
        });
    }

    private static IEnumerable<KernelCase> Pooling(int batch, int size, int channels)
    {
        var axis = new WindowAxis(size, 3, 2, 1, 1, 1);
        var shape = new PoolingShape(batch, channels, WindowAxis.Unit, axis, axis);
        var (inputs, outputs) = ((long)batch * shape.InputPixels * channels, (long)batch * shape.OutputPixels * channels);
        yield return new KernelCase($"{batch}x{size}x{size}x{channels} max pooling 3x3s2", 0, sizeof(float) * (inputs + outputs), pool =>
        {
            var (x, y) = (Buffers.Filled(inputs), Buffers.Empty(outputs));
            return () => MaxPooling.Forward(shape, x.AsSpan<float>(), channels, y.AsSpan<float>(), channels, pool);
        });
        yield return new KernelCase($"{batch}x{size}x{size}x{channels} mean pooling 3x3s2", 0, sizeof(float) * (inputs + outputs), pool =>
        {
            var (x, y) = (Buffers.Filled(inputs), Buffers.Empty(outputs));
            return () => AveragePooling.Forward(shape, false, x.AsSpan<float>(), channels, y.AsSpan<float>(), channels, pool);
        });
        yield return new KernelCase($"{batch}x{size}x{size}x{channels} mean pooling 3x3s2 backward", 0, sizeof(float) * (inputs + outputs), pool =>
        {
            var (dx, dy) = (Buffers.Empty(inputs), Buffers.Filled(outputs));
            return () => AveragePooling.Backward(shape, false, dy.AsSpan<float>(), channels, dx.AsSpan<float>(), channels, false, pool);
        });
    }

    private static KernelCase Softmax(int rows, int classes) => new($"{rows}x{classes} softmax and cross-entropy", 0, 3.0 * rows * classes * sizeof(float), pool =>
    {
        var (logits, targets, gradient, losses) = (Buffers.Filled((long)rows * classes), new float[rows], Buffers.Empty((long)rows * classes), new float[rows]);
        return () => SoftmaxCrossEntropy.Run(logits.AsSpan<float>(), targets, rows, classes, gradient.AsSpan<float>(), losses, pool);
    });

    private static KernelCase Optimiser(int parameters) => new($"{parameters} SGD with momentum", 0, 5.0 * parameters * sizeof(float), pool =>
    {
        var (weights, gradients, momentum) = (Buffers.Filled(parameters), Buffers.Filled(parameters), Buffers.Empty(parameters));
        var rule = new SgdRule(1e-6f, 0.9f, false, 1e-4f);
        return () => ParameterUpdate.Run(weights.AsSpan<float>(), gradients.AsSpan<float>(), momentum.AsSpan<float>(), default, 1, rule, pool);
    });

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
