using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>The sums of one example's chunks as the coefficients of dx: −inverseDeviation · A / m, and −inverseDeviation² · B / m for each unit of deviation, with A = Σ γ · g and B = Σ γ · g · x̂ of a group of m numbers.</summary>
internal unsafe struct GroupGradientGrid : IGrid
{
    public Chunks Chunks;
    public int Batch;
    public int Pixels;
    public int Channels;
    public int Groups;
    public float* Slots;
    public float* Gamma;
    public float* InverseDeviation;
    public float* ByDeviation;
    public float* Constant;

    public readonly void Run(int task, int worker)
    {
        var width = Channels / Groups;
        for (var group = 0; group < Groups; group++)
        {
            var first = (long)task * Channels + group * width;
            double a = 0, b = 0, inverse = InverseDeviation[first];
            for (var c = group * width; c < (group + 1) * width; c++)
            {
                var (sum, product) = SumsOf(task, c);
                a += Gamma[c] * sum;
                b += Gamma[c] * product * inverse;
            }
            var numbers = (double)width * Pixels;
            new Span<float>(ByDeviation + first, width).Fill((float)(-inverse * inverse * b / numbers));
            new Span<float>(Constant + first, width).Fill((float)(-inverse * a / numbers));
        }
    }

    /// <summary>dγ and dβ: the sums of all examples in their order.</summary>
    public readonly void Parameters(Span<float> dGamma, Span<float> dBeta, bool accumulate)
    {
        for (var c = 0; c < Channels; c++)
        {
            double gamma = 0, beta = 0;
            for (var example = 0; example < Batch; example++)
            {
                var (sum, product) = SumsOf(example, c);
                beta += sum;
                gamma += product * InverseDeviation[(long)example * Channels + c];
            }
            dGamma[c] = (accumulate ? dGamma[c] : 0) + (float)gamma;
            dBeta[c] = (accumulate ? dBeta[c] : 0) + (float)beta;
        }
    }

    // Σ g and Σ g · (x − mean) of one channel of one example.
    private readonly (double Sum, double Product) SumsOf(int example, int channel)
    {
        double sum = 0, product = 0;
        var slots = Slots + 2L * example * Chunks.Count * Channels + channel;
        for (var chunk = 0; chunk < Chunks.Count; chunk++, slots += 2 * Channels)
        {
            sum += slots[0];
            product += slots[Channels];
        }
        return (sum, product);
    }
}
