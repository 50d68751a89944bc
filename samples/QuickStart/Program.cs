using Striate.Data;
using Striate.Data.Synthetic;
using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;
using Striate.Terminal;
using Striate.Training;

var lenet = Network.Sequential(Shape.Of(28, 28, 1),
    new Convolution(6, kernel: 5) { Padding = Padding.Same }, new Tanh(), new AveragePooling(2),
    new Convolution(16, kernel: 5), new Tanh(), new AveragePooling(2),
    new Flatten(), new Dense(120), new Tanh(), new Dense(84), new Tanh(), new Dense(10));

var data = SyntheticPictures.Digits(count: 2000, test: 500);
var trainer = new Trainer(lenet, Loss.SoftmaxCrossEntropy, new Adam(2e-3f), seed: 1);
var history = trainer.Fit(data, epochs: 3, batch: 64, progress: Progress.Console());

Console.WriteLine(lenet.Summary());
lenet.Save("lenet.onnx");
if (args is [var picture]) Console.WriteLine(Predictor.Load("lenet.onnx").Predict(picture));   // 7 0.9981
