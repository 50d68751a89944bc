using Striate.Plans;

namespace Striate.Onnx;

/// <summary>Predictors from files.</summary>
public static class PredictorFiles
{
    extension(Predictor)
    {
        /// <summary>A predictor for an ONNX model, with the preprocessing and class names that the file carries.</summary>
        /// <param name="path">The .onnx file.</param>
        /// <param name="options">Threads.</param>
        /// <exception cref="InvalidDataException">The file is missing, damaged, uses what is not supported, or holds no network that names classes;
        /// the message names it.</exception>
        /// <example><code>
        /// var cat = Predictor.Load("model.onnx").Predict("cat.png");
        /// </code></example>
        public static Predictor Load(string path, PlanOptions? options = null)
        {
            var network = OnnxModel.Load(path);
            try
            {
                return new Predictor(network, options);
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException($"'{path}': {exception.Message}", exception);
            }
        }
    }
}
