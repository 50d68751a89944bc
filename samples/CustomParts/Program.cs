using CustomParts;
using Striate.Data.Synthetic;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

var data = SyntheticPictures.Digits(count: 1000, test: 200);
var network = Network.Sequential(Shape.Of(28, 28, 1),
    new Convolution(8, 5) { Stride = 2 }, new BatchNormalization(), new Square(), new MaxPooling(2), new Flatten(), new Dense(10));

// (1) The library's loop with a loss and a metric of one's own.
var history = new Trainer(network, new HingeLoss(), new Adam(2e-3f), seed: 1).Fit(data, epochs: 2, batch: 50, new TrainingOptions { Metric = new TopTwo() });
Console.WriteLine($"top-2 after {history.Count} epochs: {history[^1].Accuracy:0.000}");

// (2) A loop of one's own: a plan, a loss, an optimiser.
var plan = network.CompileTraining(batch: 50);
var optimizer = new OptimizerState(new Sgd(0.01f) { Momentum = 0.9f }, network.Parameters);
var (targets, losses) = (new float[50], new float[50]);
for (var step = 0; step < 20; step++)
{
    for (var i = 0; i < 50; i++) data.Train.Read((step * 50 + i) % data.Train.Count, epoch: 0, plan.Input().Slice(i * 784, 784), targets.AsSpan(i, 1));
    plan.Forward(seed: 1, step);
    Loss.SoftmaxCrossEntropy.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), losses, plan.Pool);
    plan.Backward();
    optimizer.Apply(plan.Gradients, rateFactor: 1, gradientScale: 1, step + 1, plan.Pool);
}
Console.WriteLine($"cross-entropy after 20 steps of one's own: {losses.Average():0.000}");
