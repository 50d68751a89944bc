using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998), in the form that libraries teach: C3 fully connected, softmax at the end.</summary>
public static class LeNet
{
    /// <summary>Two convolutions with tanh and average pooling, three dense layers: 61,706 parameters for 28×28×1 and ten classes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network LeNet5(Shape input, int classes)
    {
        // Glorot's scale keeps the variance through tanh near zero in both directions (Glorot & Bengio 2010).
        Convolution Convolve(string name, int channels, Padding padding) =>
            new(channels, kernel: 5) { Name = name, Padding = padding, WeightInitializer = Initializer.Glorot };
        Dense Connect(string name, int channels) => new(channels) { Name = name, WeightInitializer = Initializer.Glorot };
        return Network.Sequential(input,
            Convolve("conv1", 6, Padding.Same), new Tanh(), new AveragePooling(2),
            Convolve("conv2", 16, Padding.Valid), new Tanh(), new AveragePooling(2),
            new Flatten(), Connect("fc1", 120), new Tanh(), Connect("fc2", 84), new Tanh(), Connect("fc3", classes));
    }
}
