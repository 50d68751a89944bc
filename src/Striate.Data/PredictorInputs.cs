using Striate.Plans;

namespace Striate.Data;

/// <summary>Predictors that are asked about files.</summary>
public static class PredictorInputs
{
    /// <summary>Names what a file shows: a picture, resized and with the network's channels, or an .npy array of the input's shape
    /// (bytes are preprocessed, floats used as they are).</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is missing, damaged or of another shape, or the scores are not finite; the message names it.</exception>
    /// <example><code>
    /// var cat = Predictor.Load("model.onnx").Predict("cat.png");
    /// Console.WriteLine($"{cat.Best.Name}, {cat.Best.Probability:P1}");
    /// </code></example>
    public static Prediction Predict(this Predictor predictor, string path)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var input = PictureInputs.Load(path, predictor.Network);
        try
        {
            return predictor.Predict(input);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"'{path}': {exception.Message}", exception);
        }
    }
}
