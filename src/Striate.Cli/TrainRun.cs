using System.Globalization;
using Striate.Data;
using Striate.Data.Augmentation;
using Striate.Data.Folders;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Terminal;
using Striate.Training;

namespace Striate.Cli;

/// <summary>One run of <c>striate train</c>, from settings to model, metrics and report.</summary>
internal sealed class TrainRun
{
    private readonly TrainSettings _settings;
    private readonly Recipe _recipe;
    private readonly string _out;
    private readonly bool _resume;
    private readonly bool _json;

    public TrainRun(TrainSettings settings, string? resume, bool json)
    {
        _resume = resume is not null;
        _json = json;
        if (resume is not null)
        {
            if (!Directory.Exists(resume)) throw new ArgumentException($"--resume: the folder '{resume}' does not exist.");
            settings = SettingsFile.Read(Path.Combine(resume, SettingsFile.Name)) with { Out = resume, Threads = settings.Threads };
        }
        var model = settings.Model ?? (settings.Recipe is null ? "lenet5" : Recipe.Find(settings.Recipe).Model);
        var data = settings.Data ?? "synthetic:digits";
        _recipe = settings.Recipe is { } name ? Recipe.Find(name) : Recipe.All.FirstOrDefault(recipe => recipe.Model == model) ?? Recipe.Plain;
        _settings = settings with { Model = model, Data = data };
        _out = settings.Out ?? FreeFolder(Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(model)}-{data.Split(':', ',')[0]}"));
    }

    /// <summary>Whether the run only looks for a learning rate.</summary>
    public bool FindsRate { get; init; }

    public int Go()
    {
        // (1) Data, with the network's preprocessing; (2) network; (3) trainer; (4) results.
        var splits = Options.OpenData(_settings.Data!);
        var network = BuildNetwork(splits.Train);
        IDataset train = splits.Train.For(network), test = (splits.Test ?? splits.Train).For(network);
        var validation = splits.Validation?.For(network);
        if (_settings.Validation is { } held)
        {
            if (double.TryParse(held, CultureInfo.InvariantCulture, out var share)) (train, validation) = Subset.Split(train, share, _settings.Seed);
            else validation = (Options.OpenData(held) is var other ? other.Test ?? other.Train : null!).For(network);
        }
        var learnt = train;
        var whiten = _settings.Whiten ?? _recipe.Whiten;
        if (whiten.Length > 0 && whiten != "none") Whitening.Apply(network, whiten, learnt);
        var augment = _settings.Augment ?? _recipe.Augment;
        if (Augmentations.Parse(augment) is { Count: > 0 } augmentations) train = train.Augment(augmentations, _settings.Seed);
        var (epochs, batch) = (_settings.Epochs ?? _recipe.Epochs, Math.Min(_settings.Batch ?? _recipe.Batch, train.Count));
        var loss = LossOf(learnt);
        foreach (var rate in _settings.LearningRateOf ?? []) network.Parameters.Matching(rate.Split('=')[0]);
        SayFrozen(network);
        Directory.CreateDirectory(_out);
        if (!_resume) SettingsFile.Write(Path.Combine(_out, SettingsFile.Name), _settings);

        using var cancellation = new CancellationTokenSource();
        ConsoleCancelEventHandler stop = (_, pressed) =>
        {
            pressed.Cancel = true;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += stop;
        var options = new TrainingOptions
        {
            Schedule = Schedules.Parse(_settings.Schedule ?? _recipe.Schedule).WithWarmup(_settings.Warmup),
            ClipNorm = _settings.Clip,
            AverageDecay = _settings.Ema,
            Accumulate = _settings.Accumulate,
            BalanceClasses = _settings.Balance,
            Shuffle = !_settings.NoShuffle,
            Patience = _settings.Patience,
            KeepBest = _settings.Patience is not null,
            Plan = Options.Plan(_settings.Threads, _settings.Algorithms, _settings.Recompute),
            LogFolder = _out,
            Checkpoints = new CheckpointFolder(Path.Combine(_out, "checkpoint"), network) { OnDamaged = Console.Error.WriteLine },
            Resume = _resume,
        };
        IReadOnlyList<EpochRecord> history;
        try
        {
            if (FindsRate) return FindRate(network, loss, train, batch, options, cancellation.Token);
            history = new Trainer(network, loss, OptimizerOf(), _settings.Seed).Fit(new DataSplits(train, validation), epochs, batch, options, Progress.Console(onError: _json), cancellation.Token);
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
        network.Save(Path.Combine(_out, "model.onnx"));
        var (final, part) = splits.Test is not null ? (test, "test") : validation is not null ? (validation, "validation") : (learnt, "training");
        var metric = final.ClassNames.Count > 0 ? Metric.Accuracy : null;
        var evaluator = new Evaluator(network, loss, metric, batch, options.Plan) { AveragesMirrorImages = TestMirror };
        var evaluation = evaluator.Run(final);
        var heldBack = part == "test" && validation is not null ? evaluator.Run(validation) : null;
        Report.HtmlReport.Write(Path.Combine(_out, "report.html"), new Report.ReportData(network, _settings, _recipe, history, evaluation, final, part));
        Announce(history, evaluation, part, heldBack);
        return 0;
    }

    private int FindRate(Network network, Loss loss, IDataset train, int batch, TrainingOptions options, CancellationToken cancellation)
    {
        var sweep = new Trainer(network, loss, OptimizerOf(), _settings.Seed).FindLearningRate(train, batch, options: options, cancellation: cancellation);
        Report.LearningRateReport.Write(Path.Combine(_out, "report.html"), $"{Path.GetFileNameWithoutExtension(_settings.Model)} on {_settings.Data}", sweep);
        Say(string.Create(CultureInfo.InvariantCulture, $"The smoothed loss is lowest, {sweep.Lowest.Smoothed:0.0000}, at a learning rate of {sweep.Lowest.Rate:g2}; {sweep.Points.Count} steps from {sweep.Points[0].Rate:g2} to {sweep.Points[^1].Rate:g2}, drawn in {Path.Combine(_out, "report.html")}."));
        Say(string.Create(CultureInfo.InvariantCulture, $"suggested learning rate {sweep.Suggested:g2}"));
        if (!_json) return 0;
        JsonOutput.Write(json =>
        {
            json.WriteString("out", _out);
            json.WriteString("model", _settings.Model);
            json.WriteString("data", _settings.Data);
            json.WriteNumber("suggested_lr", sweep.Suggested);
            json.WriteStartArray("points");
            foreach (var point in sweep.Points)
            {
                json.WriteStartObject();
                json.WriteNumber("lr", point.Rate);
                json.WriteNumber("loss", point.Loss);
                json.WriteNumber("smoothed", point.Smoothed);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
        return 0;
    }

    private static string FreeFolder(string folder)
    {
        var free = folder;
        for (var number = 2; Directory.Exists(free); number++) free = $"{folder}-{number}";
        return free;
    }

    private Network BuildNetwork(IDataset train)
    {
        var classes = train.ClassNames.Count > 0 ? train.ClassNames.Count : (int)train.TargetShape.Length;
        var network = Options.Network(_settings.Model!, train.InputShape, classes);
        var isFile = _settings.Model!.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        if (!isFile) network.Initialize(_settings.Seed);
        // A head that is replaced is never frozen.
        foreach (var pattern in _settings.Freeze ?? []) network.Parameters.Freeze(pattern);
        if (_settings.ReplaceHead is { } outputs) network = network.ReplaceHead(outputs, _settings.Seed);
        if (isFile)
        {
            Say($"note: {network.NormalizationNote}");
            // Pictures bring theirs where the file has none.
            if (network.Info.Preprocessing is null && train is PictureFolder pictures) network = network.With(network.Info with { Preprocessing = pictures.Preprocessing });
            if (network.Outputs[0].Layer is SoftmaxLayer) Say($"note: the network ends in {network.Outputs[0].Layer!.Kind} '{network.Outputs[0].Name}', but losses take what comes before it; --replace-head leaves it out.");
            return train.ClassNames.Count == 0 ? network : network.With(network.Info with { ClassNames = [.. train.ClassNames] });
        }
        var preprocessing = train is IPreprocessedDataset { Preprocessing: not null } bytes ? Statistics.Standardizing(bytes, MostForStatistics(train)) : null;
        return network.With(network.Info with { Preprocessing = preprocessing, ClassNames = [.. train.ClassNames] });
    }

    private void SayFrozen(Network network)
    {
        var frozen = network.Parameters.Where(parameter => parameter.IsFrozen && !parameter.IsState).Sum(parameter => (long)parameter.Length);
        if (frozen > 0) Say(string.Create(CultureInfo.InvariantCulture, $"{frozen:#,0} of {network.Parameters.LearntLength:#,0} parameters are frozen."));
    }

    private void Say(string line) => (_json ? Console.Error : Console.Out).WriteLine(line);

    // Pictures that must be decoded first are sampled; a thousand tell mean and deviation to a fraction of a grade.
    private static int MostForStatistics(IDataset data) => data is PictureFolder ? 1000 : int.MaxValue;

    private float Smoothing => _settings.LabelSmoothing ?? _recipe.Smoothing;

    private bool TestMirror => _settings.TestMirror ?? _recipe.TestMirror;

    private Loss LossOf(IDataset data) => _settings.Loss switch
    {
        null => data.ClassNames.Count > 0 ? Loss.SmoothedCrossEntropy(Smoothing) : Loss.MeanSquaredError,
        "cross-entropy" => Loss.SmoothedCrossEntropy(Smoothing),
        "mse" => Loss.MeanSquaredError,
        "mae" => Loss.MeanAbsoluteError,
        "huber" => Loss.Huber(),
        "binary-cross-entropy" => Loss.BinaryCrossEntropy,
        "focal" => Loss.Focal(),
        "dice" => Loss.Dice,
        var other => throw new ArgumentException($"--loss {other} is unknown. There are: cross-entropy, focal, dice, binary-cross-entropy, mse, mae, huber."),
    };

    private Optimizer OptimizerOf()
    {
        var rate = _settings.LearningRate ?? _recipe.LearningRate;
        var momentum = _settings.Momentum ?? _recipe.Momentum;
        Optimizer optimizer = (_settings.Optimizer ?? _recipe.Optimizer) switch
        {
            "sgd" => new Sgd(rate) { Momentum = momentum, Nesterov = momentum > 0 },
            "adam" => new Adam(rate),
            "adamw" => new AdamW(rate),
            "rmsprop" => new RmsProp(rate) { Momentum = _settings.Momentum ?? 0 },
            var other => throw new ArgumentException($"--optimizer {other} is unknown. There are: sgd, adam, adamw, rmsprop."),
        };
        return optimizer with
        {
            WeightDecay = _settings.WeightDecay ?? _recipe.WeightDecay,
            Groups = Rates.Groups(_settings.LearningRateOf ?? [], _settings.Rates ?? _recipe.Rates),
        };
    }

    private string Line(Evaluation evaluation, string part) => (evaluation.Metric is { } accuracy
        ? string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:0.0000} on {evaluation.Count} {part} examples")
        : string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:0.######} on {evaluation.Count} {part} examples")) + (TestMirror ? ", averaged with mirror images" : "");

    // heldBack: the validation part, where a test part is the one that counts.
    private void Announce(IReadOnlyList<EpochRecord> history, Evaluation evaluation, string part, Evaluation? heldBack)
    {
        var output = _json ? Console.Error : Console.Out;
        if (!_json) output.WriteLine($"model, metrics and report in {_out}");
        if (heldBack is not null) output.WriteLine(Line(heldBack, "validation"));
        output.WriteLine(Line(evaluation, part));
        if (!_json) return;
        JsonOutput.Write(json =>
        {
            json.WriteString("out", _out);
            json.WriteString("model", _settings.Model);
            json.WriteString("data", _settings.Data);
            json.WriteNumber("epochs", history.Count);
            json.WriteNumber("steps", history[^1].Step);
            json.WriteNumber("seconds", history.Sum(record => record.Seconds));
            json.WriteString("split", part);
            json.WriteNumber("examples", evaluation.Count);
            json.WriteNumber("loss", evaluation.Loss);
            json.WriteOptional("accuracy", evaluation.Metric);
            json.WriteOptional("validation_examples", heldBack?.Count);
            json.WriteOptional("validation_loss", heldBack?.Loss);
            json.WriteOptional("validation_accuracy", heldBack?.Metric);
            json.WriteBoolean("test_mirror", TestMirror);
        });
    }
}
