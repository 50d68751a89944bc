using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

/// <summary>Cheap values computed again: the same bits, less memory.</summary>
public class RecomputationTests
{
    public static TheoryData<string> Networks => ["resnet20", "densenet121", "mobilenet_v2", "unet"];

    // Two steps, so that values are moved back; running statistics must move once a step.
    [Theory]
    [MemberData(nameof(Networks))]
    public void TheSameBitsWithLessMemory(string name)
    {
        var size = name == "resnet20" ? Shape.Of(32, 32, 3) : Shape.Of(64, 64, 3);
        var (kept, again) = (Train(ModelZoo.Build(name, size, 10), false), Train(ModelZoo.Build(name, size, 10), true));
        Assert.Equal(kept.Output, again.Output);
        Assert.Equal(kept.Gradients, again.Gradients);
        Assert.Equal(kept.Parameters, again.Parameters);
        Assert.True(again.Bytes < 0.9 * kept.Bytes, $"{again.Bytes} bytes of {kept.Bytes}");
    }

    // Every kind of cheap step, values read by several backward steps, and sums in a chain longer than one that is dropped whole.
    [Fact]
    public void EveryCheapStepMayRunAgain()
    {
        static Network Build()
        {
            var x = Network.Input(9, 9, 3).Then(new Convolution(16, 3), new BatchNormalization(), new Relu());
            for (var i = 0; i < 6; i++)
            {
                var y = x.Then(new Convolution(16, 3) { Padding = Padding.Same }, new BatchNormalization(), new Silu(), new Dropout(0.2f), new Convolution(16, 1), new BatchNormalization(), new StochasticDepth(0.3f));
                x = (x + y).Then(new Relu());
            }
            var gate = x.Then(new GlobalAveragePooling { KeepAxes = true }, new Convolution(16, 1), new Sigmoid());
            return Network.Of(Node.Concatenate(x, x * gate, x.Then(new Tanh())).Then(new BatchNormalization(), new Relu(), new Convolution(8, 3), new GlobalAveragePooling(), new Dense(4)));
        }
        var (kept, again) = (Train(Build(), false), Train(Build(), true));
        Assert.Equal(kept.Output, again.Output);
        Assert.Equal(kept.Gradients, again.Gradients);
        Assert.Equal(kept.Parameters, again.Parameters);
        Assert.True(again.Bytes < 0.9 * kept.Bytes, $"{again.Bytes} bytes of {kept.Bytes}");
    }

    [Fact]
    public void NothingIsAllocatedInAStep()
    {
        var plan = ModelZoo.Build("resnet20").CompileTraining(2, new PlanOptions { Recompute = true });
        void Step()
        {
            plan.Forward(1, 1);
            plan.OutputGradient().Fill(0.1f);
            plan.Backward();
        }
        for (var i = 0; i < 30; i++) Step();
        var least = long.MaxValue;
        for (var window = 0; window < 200 && least > 0; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.Equal(0, least);
    }

    private static (float[] Output, float[] Gradients, float[] Parameters, long Bytes) Train(Network network, bool recompute)
    {
        var plan = network.CompileTraining(2, new PlanOptions { Recompute = recompute });
        var (random, output) = (new Random(3), Array.Empty<float>());
        for (var step = 0; step < 2; step++)
        {
            foreach (ref var value in plan.Input()) value = (float)random.NextDouble() - 0.5f;
            plan.Forward(7, step);
            output = plan.Output().ToArray();
            foreach (ref var value in plan.OutputGradient()) value = (float)random.NextDouble() - 0.5f;
            plan.Backward();
        }
        return (output, plan.Gradients.ToArray(), network.Parameters.Values.ToArray(), plan.ArenaBytes);
    }
}
