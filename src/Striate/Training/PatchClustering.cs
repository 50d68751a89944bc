using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Striate.Kernels.Random;
using Striate.Layers;
using Striate.Networks;

namespace Striate.Training;

/// <summary>Kernels without labels: patches of the data, whitened, clustered by k-means; the centroids become a convolution's weights.</summary>
/// <remarks>
/// After Coates, Lee, Ng 2011 ("An analysis of single-layer networks in unsupervised feature learning"): a patch p loses its mean and is divided by its deviation (plus a hundredth of all patches'), then is whitened,
/// W = V · (Λ + ε)^(−½) · Vᵀ with the eigenvectors and eigenvalues of the patches' covariance about their mean μ. A centroid c answers to a patch with c · W · (p − μ), so the kernel is W · c and the bias −μ · W · c,
/// both scaled so that the answers' second moment over the sampled patches is 1. The same seed gives the same bits.
/// </remarks>
public static class PatchClustering
{
    private const uint SamplePurpose = 0x50415443;
    private const long MostNumbers = 1L << 28;

    /// <summary>Sets the weights of a convolution that reads the network's input, and its biases, if it has some.</summary>
    /// <param name="network">The network, whose parameters are changed in place.</param>
    /// <param name="layer">The convolution's name: a centroid an output channel.</param>
    /// <param name="data">Where patches come from, without augmentation; labels are not looked at.</param>
    /// <param name="patches">How many patches are sampled.</param>
    /// <param name="rounds">The most rounds of k-means; it ends when no patch changes its centroid.</param>
    /// <param name="seed">The key of the sample and the first centroids.</param>
    /// <param name="epsilon">ε beside the mean eigenvalue: directions with less than this share are not blown up. Infinity leaves patches as they are.</param>
    /// <returns>The mean squared distance of the whitened patches from their centroids, round by round.</returns>
    /// <exception cref="ArgumentException">The node is no convolution of the input, or has groups, dilation or a connection table; the sample is smaller than the number of channels, or the kernel larger than the data.</exception>
    public static IReadOnlyList<double> Apply(Network network, string layer, IDataset data, int patches = 20_000, int rounds = 20, ulong seed = 1, double epsilon = 0.1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(data);
        var node = network[layer];
        if (node.Layer is not Convolution { Groups: 1, Connections: null } convolution || !node.Inputs[0].IsInput || convolution.Dilation.Sizes.Any(size => size != 1))
            throw new ArgumentException($"'{layer}' cannot learn from patches: it must be a convolution of the network's input without groups, dilation and a connection table.");
        if (data.InputShape != network.InputShape) throw new ArgumentException($"The network takes inputs of {network.InputShape}; the data {data.Name} have {data.InputShape}.");
        var weights = node.Parameters[0];
        var (kernel, length) = (weights.Shape[2..].ToArray(), weights.Length / convolution.Channels);
        if (patches < convolution.Channels || rounds < 1 || (long)patches * length > MostNumbers)
            throw new ArgumentException($"{convolution.Channels} kernels of {length} numbers are learnt from {convolution.Channels} to {MostNumbers / length} patches in one round or more, not from {patches} in {rounds}.");
        if (!(epsilon >= 0)) throw new ArgumentException("The epsilon of whitening is 0 or more.");
        var sample = Sample(data, kernel, length, patches, new PhiloxStream(seed, SamplePurpose, 0, 0));
        var (mean, whitening) = Whiten(sample, epsilon);
        // The whitening matrix is symmetric: its rows are its columns.
        var white = sample.Select(patch => whitening.Select(row => Dot(row, patch) - Dot(row, mean)).ToArray()).ToArray();
        var means = new KMeans(white, convolution.Channels, new PhiloxStream(seed, SamplePurpose, 1, 0));
        means.Run(rounds);
        var (values, biases) = (new float[weights.Length], new float[convolution.Channels]);
        for (var channel = 0; channel < convolution.Channels; channel++)
        {
            var centroid = means.Centroids[channel];
            var energy = Math.Max(Math.Sqrt(white.Average(patch => Math.Pow(Dot(patch, centroid), 2))), 1e-12);
            double[] filter = [.. whitening.Select(row => Dot(row, centroid) / energy)];
            for (var i = 0; i < length; i++) values[channel * length + i] = (float)filter[i];
            biases[channel] = (float)-Dot(filter, mean);
        }
        weights.Set(Flipped(values, kernel, convolution.Flip));
        if (convolution is { HasBias: true, BiasSharing: BiasSharing.PerChannel }) node.Parameters[1].Set(biases);
        return means.Errors;
    }

    // What a true convolution reverses is stored reversed.
    private static float[] Flipped(float[] values, int[] kernel, bool flip)
    {
        var taps = kernel.Aggregate(1, (product, size) => product * size);
        for (var start = 0; flip && start < values.Length; start += taps) values.AsSpan(start, taps).Reverse();
        return values;
    }

    // Patches in the weights' order, channels and then taps, without their means and of deviation near 1.
    private static double[][] Sample(IDataset data, int[] kernel, int length, int count, PhiloxStream random)
    {
        var (shape, rank) = (data.InputShape, kernel.Length);
        if (kernel.Where((size, axis) => size > shape[axis]).Any()) throw new ArgumentException($"Whole patches of {string.Join('×', kernel)} are taken; the inputs are {shape}.");
        var (taps, sample) = (length / shape.Channels, new double[count][]);
        var chosen = Enumerable.Range(0, count).Select(i => random.Below((ulong)i * 8, data.Count)).ToArray();
        var (input, target, read) = (new float[shape.Length], new float[data.TargetShape.Length], -1);
        // Example after example: each is read once.
        foreach (var patch in Enumerable.Range(0, count).OrderBy(i => chosen[i]).ThenBy(i => i))
        {
            if (chosen[patch] != read) data.Read(read = chosen[patch], 0, input, target);
            var corner = Enumerable.Range(0, rank).Select(axis => random.Below((ulong)patch * 8 + 1 + (ulong)axis, shape[axis] - kernel[axis] + 1)).ToArray();
            sample[patch] = new double[length];
            for (var i = 0; i < length; i++)
            {
                var (place, rest) = (0, i % taps);
                for (int axis = rank - 1, step = shape.Channels; axis >= 0; step *= shape[axis], rest /= kernel[axis], axis--) place += (corner[axis] + rest % kernel[axis]) * step;
                sample[patch][i] = input[place + i / taps];
            }
        }
        double Deviation(double[] patch) => Math.Sqrt(Dot(patch, patch) / length);
        foreach (var patch in sample) TensorPrimitives.Subtract(patch, patch.Average(), patch);
        var spread = sample.Average(Deviation);
        foreach (var patch in sample) TensorPrimitives.Divide(patch, Math.Max(Deviation(patch) + 0.01 * spread, 1e-12), patch);
        return sample;
    }

    private static (double[] Mean, double[][] Whitening) Whiten(double[][] sample, double epsilon)
    {
        var length = sample[0].Length;
        var mean = new double[length];
        foreach (var patch in sample) TensorPrimitives.MultiplyAdd(patch, 1.0 / sample.Length, mean, mean);
        if (double.IsPositiveInfinity(epsilon)) return (mean, [.. Enumerable.Range(0, length).Select(i => Enumerable.Range(0, length).Select(j => i == j ? 1.0 : 0).ToArray())]);
        var (moments, centred) = (Matrix<double>.Build.Dense(length, length), new double[length]);
        foreach (var patch in sample)
        {
            TensorPrimitives.Subtract(patch, mean, centred);
            for (var i = 0; i < length; i++)
                for (var j = 0; j < length; j++) moments[i, j] += centred[i] * centred[j] / sample.Length;
        }
        var factors = moments.Evd(Symmetricity.Symmetric);
        var energies = factors.EigenValues.Select(value => Math.Max(value.Real, 0)).ToArray();
        var least = epsilon * energies.Average();
        // Rounding is no direction.
        double[] scales = [.. energies.Select(energy => energy + least > 1e-12 * energies.Max() ? 1 / Math.Sqrt(energy + least) : 0)];
        return (mean, [.. Enumerable.Range(0, length).Select(i => Enumerable.Range(0, length)
            .Select(j => Enumerable.Range(0, length).Sum(k => factors.EigenVectors[i, k] * scales[k] * factors.EigenVectors[j, k])).ToArray())]);
    }

    private static double Dot(double[] a, double[] b) => TensorPrimitives.Dot<double>(a, b);
}
