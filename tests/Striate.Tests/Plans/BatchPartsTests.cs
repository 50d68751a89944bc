using Striate.Insight;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Tests.Plans;

public class BatchPartsTests
{
    // 128 × 128 × (4 + 32 + 32) floats an example: some 6 fit into 28 MiB.
    private static Network Wide()
    {
        var x = Network.Input(128, 128, 4);
        var y = x.Then(new Convolution(32, 3) { Padding = Padding.Same }, new Relu());
        return Network.Of([y.Then(new Convolution(32, 3) { Padding = Padding.Same }).Named("map"), y.Then(new GlobalAveragePooling(), new Dense(5)).Named("scores")]);
    }

    private static void Fill(Span<float> values)
    {
        var random = new Random(3);
        foreach (ref var value in values) value = random.NextSingle() - 0.5f;
    }

    // 13 is prime: the last part overlaps the one before; 12 is cut evenly.
    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void PartsGiveTheBitsOfPlansOfTheirSize(int batch)
    {
        var network = Wide();
        var whole = network.CompileInference(batch);
        Assert.InRange(whole.Part, 2, batch - 1);
        Assert.Equal(batch == 12, batch % whole.Part == 0);
        Assert.Equal(batch * 128 * 128 * 4, whole.Input().Length);
        Fill(whole.Input());
        whole.Run();
        var alone = network.CompileInference(whole.Part, new PlanOptions { Threads = 1 });
        Assert.Equal(whole.Part, alone.Part);
        for (var first = 0; first < batch; first += whole.Part)
        {
            var start = Math.Min(first, batch - whole.Part);
            whole.Input().Slice(start * alone.Input().Length / whole.Part, alone.Input().Length).CopyTo(alone.Input());
            alone.Run();
            for (var output = 0; output < 2; output++)
            {
                var length = alone.Output(output).Length;
                Assert.Equal(alone.Output(output).ToArray(), whole.Output(output).Slice(start * length / whole.Part, length).ToArray());
            }
        }
    }

    [Fact]
    public void ARunInPartsAllocatesNothing()
    {
        var plan = Wide().CompileInference(12, new PlanOptions { Threads = 1 });
        float Use()
        {
            plan.Input()[0] = 1;
            plan.Run();
            return plan.Output(0)[0] + plan.Output(1)[0];
        }
        for (var i = 0; i < 3; i++) Use();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) Use();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TheSummarySaysSo()
    {
        var plan = Wide().CompileInference(12);
        Assert.EndsWith($" threads, 12 examples in parts of {plan.Part}\n", plan.Describe());
        Assert.EndsWith(" threads\n", Wide().CompileInference(1).Describe());
    }

    [Fact]
    public void PartsTakeLessMemory()
    {
        var plan = Wide().CompileInference(64);
        var ends = 64L * (128 * 128 * (4 + 32) + 5) * sizeof(float);
        Assert.InRange(plan.ArenaBytes, ends, ends + 4 * BatchParts.MostFloats);
    }

    [Theory]
    [InlineData("mobilenet_v2", 16, 4)]
    [InlineData("mobilenet_v2", 2, 2)]
    [InlineData("alexnet", 16, 16)]
    public void PublishedNetworks(string name, int batch, int part) => Assert.Equal(part, ModelZoo.Build(name).CompileInference(batch).Part);

    [Fact]
    public void ManyWeightsKeepTheBatchWhole()
    {
        // Two maps of 64 × 64 × 16 and a dense layer of 4 million weights: two parts would read 8 million to save the traffic of 4 million.
        static Network Of(int outputs) => Network.Sequential(Shape.Of(64, 64, 16), new Convolution(16, 1), new Flatten(), new Dense(outputs));
        Assert.Equal(64, Of(64).CompileInference(64).Part);
        Assert.Equal(32, Of(8).CompileInference(64).Part);
    }

    [Fact]
    public void AStepThatMixesExamplesKeepsTheBatchWhole()
    {
        var x = Network.Input(128, 128, 4);
        Assert.InRange(Network.Of(x.Then(new Convolution(32, 3))).CompileInference(40).Part, 1, 39);
        Assert.Equal(40, Network.Of(x.Then(new Convolution(32, 3), new OfTheBatch())).CompileInference(40).Part);
    }

    private sealed record OfTheBatch : Layer
    {
        public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

        public override Value Lower(Lowering lowering) => lowering.Add(new OfTheBatchStep(lowering.Input, lowering.NewValue(lowering.Input.Shape)));
    }

    private sealed class OfTheBatchStep(Value input, Value output) : Step([input], output)
    {
        public override string Kind => "mix";

        public override void Forward(StepContext context) => Output.Data.Fill(Inputs[0].Data[0]);

        public override void Backward(StepContext context) => Inputs[0].Gradient.Clear();
    }
}
