using System.CommandLine;

namespace Striate.Cli.Commands;

/// <summary><c>striate train</c>: its options.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A name from docs/models.md, or an .onnx file to train further (default lenet5)" };
        var head = new Option<int?>("--replace-head") { Description = "A fresh last layer with this many outputs; all other parameters stay (default the model's own head)" };
        var freeze = new Option<string[]?>("--freeze") { Description = "Parameters, layers or groups of layers that stay as they are, as in layer1 or *.bias; may be given several times, and never means a replaced head (default none)" };
        var data = new Option<string?>("--data") { Description = "KIND:PATH (default synthetic:digits)" };
        var validation = new Option<string?>("--validation") { Description = "KIND:PATH, or a share of the training data as in 0.1 (default none)" };
        var epochs = new Option<int?>("--epochs") { Description = "Passes over the training data (default from the recipe)" };
        var batch = new Option<int?>("--batch") { Description = "Examples a step (default from the recipe)" };
        var optimizer = new Option<string?>("--optimizer") { Description = "sgd, adam, adamw or rmsprop (default from the recipe)" };
        var rate = new Option<float?>("--lr") { Description = "Learning rate (default from the recipe)" };
        var momentum = new Option<float?>("--momentum") { Description = "Momentum of sgd and rmsprop (default from the recipe)" };
        var decay = new Option<float?>("--weight-decay") { Description = "Weight decay, not for biases and normalisation (default from the recipe)" };
        var schedule = new Option<string?>("--schedule") { Description = "constant, step, cosine or onecycle (default from the recipe)" };
        var augment = new Option<string?>("--augment") { Description = "As in random-resized-crop,flip,color-jitter:0.4/0.4/0.4,mixup:0.2 (docs/pictures.md); none for no augmentation (default from the recipe)" };
        var loss = new Option<string?>("--loss") { Description = "cross-entropy, focal, dice, binary-cross-entropy, mse, mae or huber (default by the kind of targets)" };
        var smoothing = new Option<float?>("--label-smoothing") { Description = "The share of cross-entropy's target that is spread over all classes (default from the recipe)" };
        var rateOf = new Option<string[]?>("--learning-rate-of") { Description = "A factor of the learning rate for parameters, layers or groups of layers, as in layer1=0.1; may be given several times, the first that matches counts (default none)" };
        var rates = new Option<string?>("--rates") { Description = "Factors of the learning rate by parameter name, as in *.bias=2,head.*=0.1; none for none (default from the recipe)" };
        var whiten = new Option<string?>("--whiten") { Description = "A convolution of the input whose first weights whiten patches of the training data; none for none (default from the recipe)" };
        var ema = new Option<double?>("--ema") { Description = "The decay of an exponential moving average of the weights, as in 0.999; the averaged network is judged and stored (default none)" };
        var accumulate = new Option<int>("--accumulate") { Description = "Batches that make one step", DefaultValueFactory = _ => 1 };
        var balance = new Option<bool>("--balance") { Description = "Draw the examples of each epoch so that classes come equally often" };
        var findRate = new Option<bool>("--find-lr") { Description = "Instead of training, let the learning rate grow over a short run, draw the losses into report.html and suggest a rate" };
        var clip = new Option<double?>("--clip") { Description = "Largest norm of all gradients together (default none)" };
        var warmup = new Option<int>("--warmup") { Description = "Steps of linear warm-up", DefaultValueFactory = _ => 0 };
        var patience = new Option<int?>("--patience") { Description = "Epochs without a better score before stopping (default never)" };
        var seed = new Option<ulong>("--seed") { Description = "The key of all random numbers", DefaultValueFactory = _ => 1 };
        var threads = Options.Threads();
        var testMirror = Options.TestMirror("from the recipe");
        var (algorithms, recompute) = (Options.Algorithms(), Options.Recompute());
        var noShuffle = new Option<bool>("--no-shuffle") { Description = "Take examples in their order" };
        var output = new Option<string?>("--out") { Description = "The folder for everything that is written (default runs/MODEL-DATA)" };
        var resume = new Option<string?>("--resume") { Description = "Go on with the run in a folder, with its settings" };
        var recipe = new Option<string?>("--recipe") { Description = "lenet5, simplenet, resnet20 or cifar10-fast: defaults for the other options (default the model's own)" };
        var config = new Option<string?>("--config") { Description = "A JSON file with the same options by name" };
        var json = Options.Json();
        var command = new Command("train", "Train a network and write model, metrics, checkpoints and a report")
        {
            model, head, freeze, data, validation, epochs, batch, optimizer, rate, momentum, decay, schedule, augment, loss, smoothing, rateOf, rates, whiten, testMirror, ema, accumulate, balance, findRate, clip, warmup, patience, seed, threads, algorithms, recompute, noShuffle, output, resume,
            recipe, config, json,
        };
        command.SetAction(parsed =>
        {
            var settings = new TrainSettings
            {
                Model = parsed.GetValue(model),
                ReplaceHead = parsed.GetValue(head),
                Freeze = Several(parsed.GetValue(freeze)),
                Data = parsed.GetValue(data),
                Validation = parsed.GetValue(validation),
                Epochs = parsed.GetValue(epochs),
                Batch = parsed.GetValue(batch),
                Optimizer = parsed.GetValue(optimizer),
                LearningRate = parsed.GetValue(rate),
                Momentum = parsed.GetValue(momentum),
                WeightDecay = parsed.GetValue(decay),
                Schedule = parsed.GetValue(schedule),
                Augment = parsed.GetValue(augment),
                Loss = parsed.GetValue(loss),
                LabelSmoothing = parsed.GetValue(smoothing),
                LearningRateOf = Several(parsed.GetValue(rateOf)),
                Rates = parsed.GetValue(rates),
                Whiten = parsed.GetValue(whiten),
                TestMirror = parsed.GetValue(testMirror),
                Ema = parsed.GetValue(ema),
                Accumulate = parsed.GetValue(accumulate),
                Balance = parsed.GetValue(balance),
                Clip = parsed.GetValue(clip),
                Warmup = parsed.GetValue(warmup),
                Patience = parsed.GetValue(patience),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Algorithms = parsed.GetValue(algorithms)!,
                Recompute = parsed.GetValue(recompute),
                NoShuffle = parsed.GetValue(noShuffle),
                Out = parsed.GetValue(output),
                Recipe = parsed.GetValue(recipe),
            };
            if (parsed.GetValue(config) is { } file) settings = SettingsFile.Apply(file, command, parsed, settings);
            if (parsed.GetValue(resume) is not null && parsed.GetValue(findRate)) throw new ArgumentException("--find-lr begins a short run of its own; it does not go with --resume.");
            // A run keeps its settings: other bits than those of the run that was not stopped would come out.
            Option[] free = [resume, threads, json];
            if (parsed.GetValue(resume) is { } run && command.Options.FirstOrDefault(option => !free.Contains(option) && parsed.GetResult(option) is { Implicit: false }) is { } unused)
                Console.Error.WriteLine($"note: {unused.Name} does not count; a resumed run keeps the settings in '{Path.Combine(run, SettingsFile.Name)}'.");
            return new TrainRun(settings, parsed.GetValue(resume), parsed.GetValue(json)) { FindsRate = parsed.GetValue(findRate) }.Go();
        });
        return command;
    }

    private static string[]? Several(string[]? values) => values is { Length: > 0 } ? values : null;
}
