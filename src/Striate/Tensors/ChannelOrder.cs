using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Tensors;

/// <summary>Explicit converters between channels-last, which everything here uses, and channels-first, which ONNX and PyTorch use.</summary>
public static class ChannelOrder
{
    /// <summary><c>N × C × spatial…</c> to <c>N × spatial… × C</c>; tensors of rank 2 or less stay as they are.</summary>
    public static Tensor ToChannelsLast(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank < 3) return tensor;
        var result = new Tensor(Shape.Of([tensor.Shape[0], .. tensor.Shape.Skip(2), tensor.Shape[1]]));
        Layouts.ToChannelsLast(tensor.Floats, tensor.Shape[0], tensor.Shape[1], Pixels(tensor, tensor.Shape[1]), result.Floats, accumulate: false, WorkerPool.Default);
        return result;
    }

    /// <summary><c>N × spatial… × C</c> to <c>N × C × spatial…</c>; tensors of rank 2 or less stay as they are.</summary>
    public static Tensor ToChannelsFirst(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank < 3) return tensor;
        var result = new Tensor(Shape.Of([tensor.Shape[0], tensor.Shape[^1], .. tensor.Shape.Skip(1).SkipLast(1)]));
        Layouts.ToChannelsFirst(tensor.Floats, tensor.Shape[0], tensor.Shape[^1], Pixels(tensor, tensor.Shape[^1]), result.Floats, accumulate: false, WorkerPool.Default);
        return result;
    }

    private static int Pixels(Tensor tensor, int channels) => (int)(tensor.Shape.Length / Math.Max(1, (long)tensor.Shape[0] * channels));
}
