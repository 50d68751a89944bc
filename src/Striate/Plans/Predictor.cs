using Striate.Networks;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>A network that names what it is shown: stored preprocessing, scores, probabilities p[c] = exp(s[c]) / Σ exp(s), class names.</summary>
/// <remarks>
/// Safe from many threads at once, and the same input gives the same bits on any of them. It reads the network's parameters
/// as they are when it is asked: what the network learns later shows.
/// <c>Striate.Onnx</c> adds <c>Predictor.Load("model.onnx")</c>, <c>Striate.Data</c> adds <c>Predict("cat.png")</c>.
/// </remarks>
/// <example><code>
/// var predictor = Predictor.Load("model.onnx");
/// Console.WriteLine(predictor.Predict("cat.png"));                       // cat 0.9731
/// foreach (var answer in predictor.Predict("cat.png").Top(3)) Console.WriteLine($"{answer.Name}: {answer.Probability:P1}");
/// </code></example>
public sealed class Predictor
{
    private readonly PlanOptions _options;
    private readonly PixelScaling _scaling;

    /// <summary>For a network with the preprocessing and class names that it carries.</summary>
    /// <param name="network">One input, and a vector of scores as its first output.</param>
    /// <param name="options">Threads.</param>
    /// <exception cref="ArgumentException">The network has several inputs or no vector of scores, or its information does not fit it.</exception>
    public Predictor(Network network, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Inputs.Count != 1) throw new ArgumentException($"A predictor takes one input; the network has {network.Inputs.Count}. Use network.Run.");
        if (network.OutputShape.Rank != 1)
            throw new ArgumentException($"A predictor reads a vector of scores; the network's output is {network.OutputShape}. Use network.Run.");
        var names = network.Info.ClassNames;
        if (names.Length > network.OutputShape.Channels)
            throw new ArgumentException($"There are {names.Length} class names for {network.OutputShape.Channels} outputs.");
        (Network, _options) = (network, options ?? PlanOptions.Default);
        _scaling = new PixelScaling(network.Info.Preprocessing ?? Preprocessing.Bytes, network.InputShape.Channels);
        ClassNames = [.. Enumerable.Range(0, network.OutputShape.Channels).Select(c => c < names.Length ? names[c] : $"{c}")];
    }

    /// <summary>For a network with other preprocessing and class names than it carries.</summary>
    /// <param name="network">One input, and a vector of scores as its first output.</param>
    /// <param name="info">Preprocessing (bytes to 0…1 if it says none) and class names (numbers where it says none).</param>
    /// <param name="options">Threads.</param>
    /// <exception cref="ArgumentException">The network has several inputs or no vector of scores, or the information does not fit it.</exception>
    public Predictor(Network network, ModelInfo info, PlanOptions? options = null)
        : this((network ?? throw new ArgumentNullException(nameof(network))).With(info), options)
    {
    }

    /// <summary>What is asked.</summary>
    public Network Network { get; }

    /// <summary>The shape of one input, channels last.</summary>
    public Shape InputShape => Network.InputShape;

    /// <summary>The names of all classes in the order of the outputs.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names one input.</summary>
    /// <param name="input">Of <see cref="InputShape"/>, or that as a batch of 1. <see cref="ElementType.UInt8"/>: pixels,
    /// to which the stored preprocessing is applied;
    /// <see cref="ElementType.Float32"/>: the network's own numbers, used as they are.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or type, or the scores are not finite.</exception>
    public Prediction Predict(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape != InputShape && input.Shape != InputShape.WithBatch(1))
            throw new ArgumentException($"The network takes {InputShape}; the tensor is {input.Shape}. For several at once use {nameof(PredictBatch)}.");
        return Run(input, 1)[0];
    }

    /// <summary>Names each input of a batch, in one run of the network.</summary>
    /// <param name="inputs"><c>N × <see cref="InputShape"/></c>, of the types that <see cref="Predict"/> takes.</param>
    /// <exception cref="ArgumentException">The tensor is no such batch, or scores are not finite.</exception>
    public IReadOnlyList<Prediction> PredictBatch(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Shape.Rank != InputShape.Rank + 1 || inputs.Shape[0] < 1 || inputs.Shape[1..] != InputShape)
            throw new ArgumentException($"The network takes batches of N×{InputShape}; the tensor is {inputs.Shape}.");
        return Run(inputs, inputs.Shape[0]);
    }

    private Prediction[] Run(Tensor inputs, int count)
    {
        var batch = new Tensor(InputShape.WithBatch(count));
        if (inputs.Type == ElementType.UInt8) _scaling.Apply(inputs.Bytes, batch.Floats);
        else if (inputs.Type == ElementType.Float32) inputs.Floats.CopyTo(batch.Floats);
        else throw new ArgumentException($"A predictor takes UInt8 (pixels) or Float32 (the network's own numbers), not {inputs.Type}.");
        var scores = Network.Run(new Dictionary<string, Tensor> { [Network.Inputs[0].Name] = batch }, wanted: null, _options)[Network.Outputs[0].Name];
        var classes = ClassNames.Count;
        return [.. Enumerable.Range(0, count).Select(example => Name(scores.Floats.Slice(example * classes, classes)))];
    }

    private Prediction Name(ReadOnlySpan<float> scores)
    {
        var most = float.NegativeInfinity;
        for (var c = 0; c < scores.Length; c++)
        {
            if (!float.IsFinite(scores[c]))
                throw new ArgumentException($"The score of class {c} ('{ClassNames[c]}') is {scores[c]}: "
                    + "look for numbers that are not finite in the input or in the parameters.");
            most = Math.Max(most, scores[c]);
        }
        var (answers, sum) = (new ClassProbability[scores.Length], 0.0);
        for (var c = 0; c < scores.Length; c++) sum += Math.Exp(scores[c] - most);
        for (var c = 0; c < scores.Length; c++) answers[c] = new ClassProbability(c, ClassNames[c], Math.Exp(scores[c] - most) / sum);
        // By score, which tells classes apart whose probabilities round to the same number; the sort is stable.
        var all = scores.ToArray();
        return new Prediction(all, [.. answers.OrderByDescending(answer => all[answer.Index])]);
    }
}
