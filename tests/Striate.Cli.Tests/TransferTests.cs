using System.Globalization;
using Striate.Data;
using Striate.Data.Augmentation;
using Striate.Models;
using Striate.Onnx;
using Striate.Training;

namespace Striate.Cli.Tests;

/// <summary>What is learnt on some digits serves for others: the recipe of docs/fine-tuning.md.</summary>
public class TransferTests
{
    [DataFact("mnist")]
    public void AFrozenBackboneOfDigits0To4Tells5To9ApartFrom100PicturesEach()
    {
        var mnist = DataFactAttribute.Find("mnist")!;
        var file = Path.Combine(Directory.CreateTempSubdirectory("striate").FullName, "base.onnx");
        try
        {
            Pretrain(mnist, file);
            var network = OnnxModel.Load(file);
            network.Parameters.Freeze("*");
            var tuned = network.ReplaceHead(5, seed: 1);
            var data = DataKinds.Open($"mnist:{mnist},classes=5-9,each=100");
            Assert.Equal(500, data.Train.Count);
            var train = data.Train.Augment(Augmentations.Parse("shift:1,rotate:10"), 1);
            var options = new TrainingOptions { Schedule = Schedule.Cosine(), AverageDecay = 0.99 };
            new Trainer(tuned, Loss.SmoothedCrossEntropy(0.1f), new AdamW(2e-3f) { WeightDecay = 0.5f }, 1).Fit(train, epochs: 60, batch: 50, options);
            foreach (var parameter in network.Parameters.Where(parameter => !parameter.Name.StartsWith("fc", StringComparison.Ordinal)))
                Assert.Equal(parameter.Values.ToArray(), tuned.Parameters[parameter.Name].Values.ToArray());
            var evaluation = new Evaluator(tuned, Loss.SoftmaxCrossEntropy, Metric.Accuracy).Run(data.Test!);
            Assert.Equal(4861, evaluation.Count);
            Assert.True(evaluation.Metric >= 0.98, evaluation.Metric!.Value.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static void Pretrain(string mnist, string file)
    {
        var network = ModelZoo.Build("simplenet_flat", classes: 5);
        var data = DataKinds.Open($"mnist:{mnist},classes=0-4,each=3000");
        new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 5e-4f }, 1).Fit(data.Train, epochs: 2, batch: 100, new TrainingOptions { Schedule = Schedule.OneCycle() });
        network.Save(file);
    }
}
