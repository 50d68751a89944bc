using MathNet.Numerics.LinearAlgebra;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>First weights that whiten: a convolution whose outputs have, over patches of the data, second moments near 1 and no correlation.</summary>
/// <remarks>
/// With M = E[p pᵀ] over all patches p under the kernel (inputs as the network sees them, padding left out), eigenvectors vᵢ and eigenvalues λᵢ in falling order,
/// the weights of output channel i are vᵢ / √(λᵢ + ε), those of channel P + i their negatives, P being the length of a patch: what a rectifier cuts off one of a pair, it keeps of the other.
/// The sign of vᵢ is that which makes its largest component positive. (Hyvärinen, Karhunen, Oja 2001, section 6.4.)
/// </remarks>
public static class Whitening
{
    /// <summary>Sets the weights of a convolution that reads the network's input, and its biases, if it has some, to zero.</summary>
    /// <param name="network">The network, whose parameters are changed in place.</param>
    /// <param name="layer">The convolution's name.</param>
    /// <param name="data">Where patches come from, without augmentation.</param>
    /// <param name="examples">The most examples that are looked at, the first ones.</param>
    /// <param name="epsilon">ε: directions with less energy than this are not blown up to 1.</param>
    /// <exception cref="ArgumentException">The node is no convolution of the input, or has groups or dilation, or more than two channels for each number of a patch.</exception>
    public static void Apply(Network network, string layer, IDataset data, int examples = 5000, double epsilon = 5e-4)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(data);
        var node = network[layer];
        if (node.Layer is not Convolution { Groups: 1 } convolution || !node.Inputs[0].IsInput || convolution.Dilation.Sizes.Any(size => size != 1))
            throw new ArgumentException($"'{layer}' cannot whiten: it must be a convolution of the network's input without groups and dilation.");
        if (data.InputShape != network.InputShape) throw new ArgumentException($"The network takes inputs of {network.InputShape}; the data {data.Name} have {data.InputShape}.");
        var weights = node.Parameters[0];
        var patch = weights.Length / convolution.Channels;
        if (convolution.Channels > 2 * patch)
            throw new ArgumentException($"'{layer}' cannot whiten: a patch has {patch} numbers, which gives {2 * patch} channels with both signs; it has {convolution.Channels}.");
        var kernel = weights.Shape[2..];
        var moments = Moments(data, Math.Min(examples, data.Count), kernel.ToArray(), patch);
        weights.Set(Filters(moments, convolution.Channels, epsilon));
        if (convolution.HasBias) node.Parameters[1].Set(new float[convolution.Channels]);
    }

    private static float[] Filters(Matrix<double> moments, int channels, double epsilon)
    {
        var patch = moments.RowCount;
        var factors = moments.Evd(Symmetricity.Symmetric);
        var filters = new float[channels * patch];
        for (var channel = 0; channel < channels; channel++)
        {
            // Eigenvalues come in rising order.
            var column = patch - 1 - channel % patch;
            var vector = factors.EigenVectors.Column(column);
            var sign = vector[vector.AbsoluteMaximumIndex()] < 0 != channel >= patch ? -1 : 1;
            var scale = sign / Math.Sqrt(Math.Max(factors.EigenValues[column].Real, 0) + epsilon);
            for (var i = 0; i < patch; i++) filters[channel * patch + i] = (float)(vector[i] * scale);
        }
        return filters;
    }

    // Patches in the weights' order: channels, then taps.
    private static Matrix<double> Moments(IDataset data, int examples, int[] kernel, int length)
    {
        var shape = data.InputShape;
        var (rank, channels) = (kernel.Length, shape.Channels);
        var places = Enumerable.Range(0, rank).Select(axis => shape[axis] - kernel[axis] + 1).ToArray();
        if (places.Any(count => count < 1)) throw new ArgumentException($"Whitening takes whole patches of {string.Join('×', kernel)}; the inputs are {shape}.");
        var offsets = Offsets(shape, kernel);
        var starts = Offsets(shape, places);
        var (input, target) = (new float[shape.Length], new float[data.TargetShape.Length]);
        var (patch, sums) = (new double[length], new double[length * length]);
        for (var example = 0; example < examples; example++)
        {
            data.Read(example, 0, input, target);
            foreach (var start in starts)
            {
                for (var i = 0; i < length; i++) patch[i] = input[start + offsets[i % offsets.Length] + i / offsets.Length];
                for (var i = 0; i < length; i++)
                    for (var j = 0; j <= i; j++) sums[i * length + j] += patch[i] * patch[j];
            }
        }
        var count = (double)examples * starts.Length;
        return Matrix<double>.Build.Dense(length, length, (i, j) => sums[Math.Max(i, j) * length + Math.Min(i, j)] / count);
    }

    // Where the pixels of a block begin in a channels-last input, in row-major order.
    private static int[] Offsets(Shape shape, int[] sizes)
    {
        int[] offsets = [0];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var step = (int)shape[(axis + 1)..].Length;
            offsets = [.. offsets.SelectMany(offset => Enumerable.Range(0, sizes[axis]).Select(i => offset + i * step))];
        }
        return offsets;
    }
}
