using System.Globalization;
using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Where a picture looks like a template: normalised correlation at every place.</summary>
/// <remarks>
/// score[p] = Σ (x − x̄)(t − t̄) / √(Σ (x − x̄)² · Σ (t − t̄)²) over the template's window at p, means channel by channel (Lewis 1995, "Fast normalized cross-correlation"): 1 where the window is the template but for
/// brightness and contrast, −1 for its negative, 0 where window or template is flat. A threshold makes a unit that fires where its weights correlate with what it sees.
/// </remarks>
/// <example><code>
/// var match = TemplateMatch.Of(Tensor.From([0, 0, 0, 0, 0, 5, 9, 0, 0, 2, 7, 0], 3, 4, 1), Tensor.From([1, 2, 0, 1.5f], 2, 2, 1));
/// var (row, column, score) = match.Places(0.9, 1)[0];
/// </code></example>
public sealed class TemplateMatch
{
    private TemplateMatch(Tensor scores, int height, int width) => (Scores, Height, Width) = (scores, height, width);

    /// <summary>The score of the window that begins at each place, rows × columns.</summary>
    public Tensor Scores { get; }

    /// <summary>Rows of the template.</summary>
    public int Height { get; }

    /// <summary>Columns of the template.</summary>
    public int Width { get; }

    /// <summary>Compares a picture with a template.</summary>
    /// <param name="picture">H × W × C, float.</param>
    /// <param name="template">h × w × C, float, no larger.</param>
    /// <exception cref="ArgumentException">The template is larger, or has other channels.</exception>
    public static TemplateMatch Of(Tensor picture, Tensor template)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(template);
        var (x, t) = (picture.Shape, template.Shape);
        if (x.Rank != 3 || t.Rank != 3 || x[2] != t[2] || t[0] > x[0] || t[1] > x[1])
            throw new ArgumentException($"A template of {t} cannot be looked for in a picture of {x}: it needs as many channels, and no more rows and columns.");
        var (channels, area) = (x[2], t[0] * t[1]);
        // Without their means both are smaller numbers, which round less; a constant of the picture adds nothing, for the template sums to zero.
        var (pictures, templates) = (Centred(picture), Centred(template));
        var network = Network.Sequential(x, new Convolution(1, (t[0], t[1])) { HasBias = false, Name = "template" });
        network.Parameters[0].Set([.. Enumerable.Range(0, channels).SelectMany(c => Enumerable.Range(0, area).Select(i => templates.Floats[i * channels + c]))]);
        var products = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = pictures.Reshape([1, .. x]) }, options: new PlanOptions { Algorithms = Algorithms.Direct })[network.Outputs[0].Name];
        var length = Math.Sqrt(templates.ToArray().Sum(value => (double)value * value));
        var energies = Energies(pictures, t[0], t[1]);
        var scores = new Tensor(Shape.Of(x[0] - t[0] + 1, x[1] - t[1] + 1));
        // A window without contrast, but for rounding, looks like nothing.
        var flat = 1e-9 * area * pictures.ToArray().Select(value => (double)value * value).DefaultIfEmpty().Max();
        for (var i = 0; i < scores.Floats.Length; i++)
            scores.Floats[i] = energies[i] <= flat || length == 0 ? 0 : (float)Math.Clamp(products.Floats[i] / (length * Math.Sqrt(energies[i])), -1, 1);
        return new TemplateMatch(scores, t[0], t[1]);
    }

    /// <summary>1 where the score is a threshold or more, otherwise 0: y = 1 if Σ w · x ≥ T, with normalised w and x.</summary>
    public Tensor Fires(double threshold) => Tensor.From<float>([.. Scores.ToArray().Select(score => score >= threshold ? 1f : 0)], Scores.Shape);

    /// <summary>The best places from a score on, the best first; of windows that overlap by more than half along both axes, the better one.</summary>
    /// <param name="threshold">The least score.</param>
    /// <param name="most">How many at the most.</param>
    public IReadOnlyList<(int Row, int Column, float Score)> Places(double threshold, int most)
    {
        if (double.IsNaN(threshold)) throw new ArgumentException("A threshold is a number.");
        if (most < 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"One place or more is asked for, not {most}."));
        var (scores, columns, found) = (Scores.ToArray(), Scores.Shape[1], new List<(int Row, int Column, float Score)>());
        foreach (var i in Enumerable.Range(0, scores.Length).Where(i => scores[i] >= threshold).OrderByDescending(i => scores[i]).ThenBy(i => i))
        {
            var (row, column) = (i / columns, i % columns);
            if (found.Any(other => 2 * Math.Abs(other.Row - row) < Height && 2 * Math.Abs(other.Column - column) < Width)) continue;
            found.Add((row, column, scores[i]));
            if (found.Count == most) break;
        }
        return found;
    }

    private static Tensor Centred(Tensor map)
    {
        var (channels, centred) = (map.Shape[2], new Tensor(map.Shape));
        var means = new double[channels];
        for (var i = 0; i < map.Floats.Length; i++) means[i % channels] += map.Floats[i];
        for (var i = 0; i < map.Floats.Length; i++) centred.Floats[i] = (float)(map.Floats[i] - means[i % channels] * channels / map.Floats.Length);
        return centred;
    }

    // Σ (x − x̄)² = Σ x² − (Σ x)² / n of each window and channel, from sums over all rectangles that begin at the corner.
    private static double[] Energies(Tensor map, int height, int width)
    {
        var (rows, columns, channels) = (map.Shape[0], map.Shape[1], map.Shape[2]);
        var energies = new double[(rows - height + 1) * (columns - width + 1)];
        var (sums, squares) = (new double[(rows + 1) * (columns + 1)], new double[(rows + 1) * (columns + 1)]);
        for (var channel = 0; channel < channels; channel++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    double value = map.Floats[(row * columns + column) * channels + channel];
                    var at = (row + 1) * (columns + 1) + column + 1;
                    sums[at] = value + sums[at - 1] + sums[at - columns - 1] - sums[at - columns - 2];
                    squares[at] = value * value + squares[at - 1] + squares[at - columns - 1] - squares[at - columns - 2];
                }
            }
            for (var i = 0; i < energies.Length; i++)
            {
                var (row, column) = (i / (columns - width + 1), i % (columns - width + 1));
                double Inside(double[] table) => table[(row + height) * (columns + 1) + column + width] - table[row * (columns + 1) + column + width]
                    - table[(row + height) * (columns + 1) + column] + table[row * (columns + 1) + column];
                var sum = Inside(sums);
                energies[i] += Math.Max(0, Inside(squares) - sum * sum / (height * width));
            }
        }
        return energies;
    }
}
