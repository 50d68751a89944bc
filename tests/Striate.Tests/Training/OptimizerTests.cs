using Striate.Kernels.Threading;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class OptimizerTests
{
    // import torch
    // w = torch.tensor([1.0, -2.0, 0.5, 3.0, -0.25], requires_grad=True); o = OPTIMIZER
    // for t in range(3): w.grad = torch.tensor([0.1, -0.2, 0.3, -0.4, 0.5]) * (t + 1); o.step()
    // print(w)
    public static TheoryData<Optimizer, float[]> Peers => new()
    {
        // SGD([w], 0.1)
        { new Sgd(0.1f), [0.94f, -1.88f, 0.31999999f, 3.24f, -0.55000001f] },
        // SGD([w], 0.1, momentum=0.9, weight_decay=0.01)
        { new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.01f }, [0.89935285f, -1.7987057f, 0.21207136f, 3.3633525f, -0.72380877f] },
        // SGD([w], 0.1, momentum=0.9, nesterov=True)
        { new Sgd(0.1f) { Momentum = 0.9f, Nesterov = true }, [0.85440999f, -1.70882f, 0.063229978f, 3.58236f, -0.97795004f] },
        // Adam([w], 0.1)
        { new Adam(0.1f), [0.70768166f, -1.7076817f, 0.20768166f, 3.2923183f, -0.54231828f] },
        // Adam([w], 0.1, weight_decay=0.1)
        { new Adam(0.1f) { WeightDecay = 0.1f }, [0.70167828f, -1.7019337f, 0.20582816f, 3.2747822f, -0.5419839f] },
        // AdamW([w], 0.1)
        { new AdamW(0.1f), [0.70498115f, -1.7019842f, 0.20647958f, 3.283031f, -0.54127264f] },
        // RMSprop([w], 0.1)
        { new RmsProp(0.1f), [-1.6988258f, 0.69882685f, -2.198827f, 5.6988273f, -2.9488273f] },
        // RMSprop([w], 0.1, momentum=0.9, weight_decay=0.1)
        { new RmsProp(0.1f) { Momentum = 0.9f, WeightDecay = 0.1f }, [-3.500896f, 2.8380742f, -4.5370717f, 8.3849297f, -5.4024777f] },
    };

    [Theory]
    [MemberData(nameof(Peers))]
    public void ThreeStepsGivePyTorchsNumbers(Optimizer optimizer, float[] expected)
    {
        // 37 copies of the five numbers cross vectors of every width and leave a tail.
        var network = Network.Sequential(Shape.Of(5), new Dense(37) { HasBias = false });
        var values = network.Parameters.Values;
        for (var i = 0; i < values.Length; i++) values[i] = new[] { 1, -2, 0.5f, 3, -0.25f }[i % 5];
        var state = new OptimizerState(optimizer, network.Parameters);
        var gradients = new float[values.Length];
        for (var step = 1; step <= 3; step++)
        {
            for (var i = 0; i < gradients.Length; i++) gradients[i] = new[] { 0.1f, -0.2f, 0.3f, -0.4f, 0.5f }[i % 5] * step;
            state.Apply(gradients, 1, 1, step, WorkerPool.Of(2));
        }
        for (var i = 0; i < values.Length; i++) Assert.Equal(expected[i % 5], values[i], 2e-6f * MathF.Abs(expected[i % 5]));
    }

    [Fact]
    public void ScheduleGroupAndClippingScaleTheStep()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(1) { Name = "a" });
        network.Parameters.Values.Fill(1);
        var state = new OptimizerState(new Sgd(0.5f) { Groups = [new ParameterGroup("*.bias") { LearningRateFactor = 4 }] }, network.Parameters);
        // η · factor · scale · g = 0.5 · 0.5 · 0.25 · 2 = 0.125, and four times that for the bias.
        state.Apply([2f, 2f, 2f], 0.5, 0.25f, 1, WorkerPool.Of(1));
        Assert.Equal([0.875f, 0.875f, 0.5f], network.Parameters.Values.ToArray());
    }

    // What torch.nn.utils.clip_grad_norm_ of PyTorch 1.13 leaves of the gradients. A norm of exactly the bound is scaled too: 5 / (5 + 1e-6).
    [Theory]
    [InlineData(1, 3, 4, 0.5999999046325684, 0.7999998331069946)]
    [InlineData(5, 3, 4, 2.9999992847442627, 3.9999990463256836)]
    [InlineData(5.000001, 3, 4, 3, 4)]
    [InlineData(7, 3, 4, 3, 4)]
    [InlineData(1e-4, 3e-4, 4e-4, 5.9880232583964244e-05, 7.984030526131392e-05)]
    public void ClippingIsPyTorchs(double maxNorm, float first, float last, double expectedFirst, double expectedLast)
    {
        var state = new OptimizerState(new Sgd(1), Network.Sequential(Shape.Of(2), new Dense(1)).Parameters);
        var scale = state.ClipScale([first, 0, last], maxNorm);
        // PyTorch computes norm and factor in single precision: the last bits may differ.
        Assert.Equal(expectedFirst, scale * first, 3e-7 * expectedFirst);
        Assert.Equal(expectedLast, scale * last, 3e-7 * expectedLast);
        Assert.InRange(scale, 0, 1);
    }

    [Fact]
    public void TheNormOfGradientsLeavesOutFrozenParameters()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(2) { HasBias = false, Frozen = true }, new Dense(1));
        var state = new OptimizerState(new Sgd(1), network.Parameters);
        Assert.Equal(7, network.Parameters.LearntLength);
        Assert.Equal(5, state.GradientNorm([9, 9, 9, 9, 3, 0, 4]));
    }

    [Fact]
    public void FrozenParametersStay()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(2) { HasBias = false, Frozen = true }, new Dense(1));
        network.Parameters.Values.Fill(1);
        new OptimizerState(new Sgd(1) { WeightDecay = 0.5f }, network.Parameters).Apply(new float[7], 1, 1, 1, WorkerPool.Of(1));
        Assert.Equal([1, 1, 1, 1, 0.5f, 0.5f, 0.5f], network.Parameters.Values.ToArray());
    }

    [Fact]
    [Trait("Row", "116")]
    public void WeightDecayIsTheLayersOwnAndBiasesCanBeExcluded()
    {
        var network = Network.Sequential(Shape.Of(1), new Dense(1) { WeightDecay = 0.5f }, new Dense(1));
        network.Parameters.Values.Fill(1);
        var optimizer = new Sgd(1) { WeightDecay = 0.25f, Groups = [new ParameterGroup("*.bias") { WeightDecay = 0 }] };
        new OptimizerState(optimizer, network.Parameters).Apply(new float[4], 1, 1, 1, WorkerPool.Of(1));
        // The gradient of λ/2·‖w‖² is λ·w: 1 − 0.5 · 1 for the layer's own λ, 1 − 0.25 · 1 for the optimiser's.
        Assert.Equal([0.5f, 1, 0.75f, 1], network.Parameters.Values.ToArray());
    }

    [Fact]
    [Trait("Row", "116")]
    public void AGroupMayHoldForOneRoleWhateverTheNames()
    {
        var network = Network.Sequential(Shape.Of(1), new Dense(1) { Name = "features.0" }, new BatchNormalization { Name = "features.1" });
        network.Parameters.Values.Fill(1);
        var optimizer = new Sgd(1) { WeightDecay = 0.25f, Groups = [new ParameterGroup("*") { Role = ParameterRole.Scale, WeightDecay = 0 }] };
        new OptimizerState(optimizer, network.Parameters).Apply(new float[4], 1, 1, 1, WorkerPool.Of(1));
        // Weight and bias of the dense layer, γ and β: only γ does not decay by 0.25.
        Assert.Equal([0.75f, 0.75f, 1, 0.75f], network.Parameters.Values.ToArray());
    }

    [Fact]
    [Trait("Row", "117")]
    public void MaxNormBoundsEachFilterAfterEveryStep()
    {
        const float limit = 0.7f;
        var network = Network.Sequential(Shape.Of(9, 9, 3), new Convolution(5, 3) { MaxNorm = limit }, new Flatten(), new Dense(2));
        network.Initialize(3);
        var state = new OptimizerState(new Sgd(1), network.Parameters);
        var random = new System.Random(1);
        var gradients = new float[network.Parameters.LearntLength];
        var weights = network.Parameters.First(parameter => parameter.MaxNorm is not null);
        for (var step = 1; step <= 20; step++)
        {
            for (var i = 0; i < gradients.Length; i++) gradients[i] = random.NextSingle() - 0.5f;
            state.Apply(gradients, 1, 1, step, WorkerPool.Of(1));
            for (var filter = 0; filter < 5; filter++)
            {
                double squares = 0;
                foreach (var w in weights.Values.Slice(filter * 27, 27)) squares += (double)w * w;
                Assert.True(Math.Sqrt(squares) <= limit * (1 + 1e-6), $"step {step}, filter {filter}: {Math.Sqrt(squares)}");
            }
        }
    }

    [Fact]
    [Trait("Row", "117")]
    public void MaxNormLeavesShortFiltersAndKeepsDirections()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(2) { MaxNorm = 1, HasBias = false });
        new float[] { 3, 4, 0.25f, 0.5f }.CopyTo(network.Parameters.Values);
        new OptimizerState(new Sgd(1), network.Parameters).Apply(new float[4], 1, 1, 1, WorkerPool.Of(1));
        Assert.Equal([0.6f, 0.8f, 0.25f, 0.5f], network.Parameters.Values.ToArray().Select(w => MathF.Round(w, 6)));
    }

    [Fact]
    public void StateIsSavedByNameAndComesBack()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(1) { Name = "head" });
        var state = new OptimizerState(new Sgd(1) { Momentum = 0.5f }, network.Parameters);
        state.Apply([1, 2, 3], 1, 1, 1, WorkerPool.Of(1));
        var saved = state.Save();
        Assert.Equal(["velocity/head.bias", "velocity/head.weight"], saved.Keys.Order());
        Assert.Equal([1f, 2f], saved["velocity/head.weight"].ToArray());
        Assert.Equal(Shape.Of(1, 2), saved["velocity/head.weight"].Shape);

        var other = new OptimizerState(new Sgd(1) { Momentum = 0.5f }, network.Parameters);
        other.Load(saved);
        Assert.Equal(saved["velocity/head.bias"].ToArray(), other.Save()["velocity/head.bias"].ToArray());
    }

    [Fact]
    public void StateOfAnotherNetworkIsRefused()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(1) { Name = "head" });
        var exception = Assert.Throws<InvalidDataException>(() => new OptimizerState(new Sgd(1) { Momentum = 0.5f }, network.Parameters).Load(new Dictionary<string, Tensor>()));
        Assert.Equal("The checkpoint's optimiser state has no 'velocity/head.weight' of 1×2.", exception.Message);
    }

    [Theory]
    [InlineData(-1f, "The learning rate must be 0 or more; it is -1.")]
    [InlineData(float.NaN, "The learning rate must be 0 or more; it is NaN.")]
    public void LearningRatesAreChecked(float rate, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Sgd(rate)).Message);
}
