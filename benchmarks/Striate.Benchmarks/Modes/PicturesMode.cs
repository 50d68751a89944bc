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
    private const int Batch = 16, Steps = 10, Rounds = 7;

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
        var times = StepTimes(network, new Turns(augmented, input));
        // Each pair of neighbours: the machine drifts slower than that.
        var ratios = Enumerable.Range(1, 2 * Rounds - 1).Select(turn => turn % 2 == 1 ? times[turn] / times[turn - 1] : times[turn - 1] / times[turn]).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model}, batch {Batch}: {times.Where((_, turn) => turn % 2 == 0).Order().ElementAt(Rounds / 2) * 1000:0} ms a step with ready numbers, {times.Where((_, turn) => turn % 2 == 1).Order().ElementAt(Rounds / 2) * 1000:0} ms with pictures"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios[ratios.Length / 2]:0.000}, the middle half {ratios[ratios.Length / 4]:0.000} to {ratios[ratios.Length * 3 / 4]:0.000}"));
        return 0;
    }

    // The time of a step in each turn. The loader is some batches ahead: the first steps of a turn have their numbers from the turn before.
    private static double[] StepTimes(Network network, Turns data)
    {
        const int ahead = 4;
        var (watch, times) = (Stopwatch.StartNew(), new double[2 * Rounds]);
        var options = new TrainingOptions
        {
            Shuffle = false,
            OnStep = report =>
            {
                var (turn, step) = ((int)((report.Step - 1) / Steps) - 1, (int)((report.Step - 1) % Steps));
                if (turn < 0) return;
                if (step == ahead - 1) watch.Restart();
                if (step == Steps - 1) times[turn] = watch.Elapsed.TotalSeconds / (Steps - ahead);
            },
        };
        new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.01f) { Momentum = 0.9f }, 1).Fit(data, 1, Batch, options);
        return times;
    }

    // Turns of ready numbers and of pictures; one more in front of all warms up.
    private sealed class Turns(IDataset pictures, float[] numbers) : IMixedDataset
    {
        public string Name => "turns";

        public int Count => (2 * Rounds + 1) * Steps * Batch;

        public Shape InputShape => pictures.InputShape;

        public Shape TargetShape => pictures.TargetShape;

        public IReadOnlyList<string> ClassNames => pictures.ClassNames;

        public bool IsMixed => pictures is IMixedDataset { IsMixed: true };

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            if (index / Batch / Steps % 2 == 0)
            {
                pictures.Read(index % pictures.Count, index / pictures.Count, input, target);
                return;
            }
            numbers.CopyTo(input);
            target.Clear();
            if (target.Length > 1) target[0] = 1;
        }

        public void Mix(ReadOnlySpan<int> examples, int epoch, Span<float> inputs, Span<float> targets)
        {
            if (examples[0] / Batch / Steps % 2 == 0) ((IMixedDataset)pictures).Mix(examples, epoch, inputs, targets);
        }
    }
}
