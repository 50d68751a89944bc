namespace Striate.Cli;

/// <summary>A set of training settings: what a model needs on data it was made for.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Model">The model.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Batch">Examples a step.</param>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Momentum">Momentum.</param>
/// <param name="WeightDecay">Weight decay, not for biases and normalisation.</param>
/// <param name="Schedule">The learning rate's course.</param>
/// <param name="Augment">Augmentation.</param>
/// <param name="Smoothing">Label smoothing.</param>
/// <param name="Rates">Factors of the learning rate for some parameters.</param>
/// <param name="Whiten">The convolution whose first weights whiten the training data, or none.</param>
/// <param name="TestMirror">Whether mirror images are averaged when the model is judged.</param>
internal sealed record Recipe(string Name, string Model, int Epochs, int Batch, string Optimizer, float LearningRate, float Momentum, float WeightDecay, string Schedule, string Augment,
    float Smoothing = 0, string Rates = "", string Whiten = "", bool TestMirror = false)
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("lenet5", "lenet5", 20, 128, "sgd", 0.05f, 0.9f, 5e-4f, "cosine", ""),
        new("simplenet", "simplenet", 6, 128, "sgd", 0.15f, 0.9f, 5e-4f, "onecycle", "shift:2"),
        new("resnet20", "resnet20", 15, 128, "sgd", 0.2f, 0.9f, 5e-4f, "onecycle", "crop:4,flip"),
        new("cifar10-fast", "airbench", 16, 512, "sgd", 0.65f, 0.85f, 1.5e-3f, "onecycle", "mirror:2,alternate", 0.2f, "*.bn*.weight=0,*.bn*.bias=64,head.weight=0.0125", "whiten", TestMirror: true),
    ];

    /// <summary>What any other model starts from.</summary>
    public static Recipe Plain { get; } = new("plain", "", 10, 64, "sgd", 0.02f, 0.9f, 1e-4f, "cosine", "");

    public static Recipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"No recipe is called '{name}'. There are: {string.Join(", ", All.Select(recipe => recipe.Name))}.");
}
