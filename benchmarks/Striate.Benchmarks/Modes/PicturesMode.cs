using System.Diagnostics;
using System.Globalization;
using Striate.Data.Augmentation;
using Striate.Data.Folders;
using Striate.Models;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Benchmarks.Modes;

/// <summary>Whether reading, decoding and augmenting pictures keeps up with training: steps on a folder of pictures beside steps on numbers that lie ready, in turns in one run.</summary>
internal static class PicturesMode
{
    private const int Batch = 32, Steps = 5, Rounds = 4;

    public static int Run(string folder, string augment, string model)
    {
        var pictures = PictureFolder.Load(folder).Train;
        var list = Augmentations.Parse(augment);
        var augmented = pictures.Augment(list, 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pictures.Count} pictures, {Environment.ProcessorCount} cores"));
        var (input, target) = (new float[pictures.InputShape.Length], new float[augmented.TargetShape.Length]);
        for (var i = 0; i < 1500; i++) augmented.Read(i % augmented.Count, 0, input, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++) augmented.Read(i % augmented.Count, 1, input, target);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one thread, {augment}: {watch.Elapsed.TotalMilliseconds / 200:0.00} ms and {(GC.GetAllocatedBytesForCurrentThread() - before) / 200} bytes a picture"));
        if (model.Length == 0) return 0;
        var network = ModelZoo.Build(model, pictures.InputShape, pictures.ClassNames.Count);
        network.Initialize(1);
        var ready = new Ready(augmented, input);
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            // Who comes second finds the machine warmer.
            var first = StepTime(network, round % 2 == 0 ? ready : augmented);
            var second = StepTime(network, round % 2 == 0 ? augmented : ready);
            var (plain, decoded) = round % 2 == 0 ? (first, second) : (second, first);
            ratios.Add(decoded / plain);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model}, batch {Batch}: {plain * 1000:0} ms a step with ready numbers, {decoded * 1000:0} ms with pictures, ratio {decoded / plain:0.000}"));
        }
        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {(ratios[Rounds / 2 - 1] + ratios[Rounds / 2]) / 2:0.000}, {ratios[0]:0.000} to {ratios[^1]:0.000}"));
        return 0;
    }

    // The loader is some batches ahead at first; these steps do not count.
    private static double StepTime(Network network, IDataset data)
    {
        const int ahead = 5;
        using var stop = new CancellationTokenSource();
        var watch = new Stopwatch();
        var seconds = 0.0;
        var options = new TrainingOptions
        {
            OnStep = report =>
            {
                if (report.Step == ahead) watch.Start();
                if (report.Step < ahead + Steps) return;
                seconds = watch.Elapsed.TotalSeconds;
                stop.Cancel();
            },
        };
        try
        {
            new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.01f) { Momentum = 0.9f }, 1).Fit(data, 1000, Batch, options, cancellation: stop.Token);
        }
        catch (OperationCanceledException)
        {
        }
        return seconds / Steps;
    }

    private sealed class Ready(IDataset like, float[] numbers) : IDataset
    {
        public string Name => "ready";

        public int Count => like.Count;

        public Shape InputShape => like.InputShape;

        public Shape TargetShape => like.TargetShape;

        public IReadOnlyList<string> ClassNames => like.ClassNames;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            numbers.CopyTo(input);
            target.Clear();
            if (target.Length > 1) target[0] = 1;
        }
    }
}
