using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

public class StochasticDepthTests
{
    private const int Batch = 4000;
    private static readonly Shape Input = Shape.Of(2, 3);

    [Fact]
    public void ExamplesStayWholeOrGoWhole()
    {
        var y = Train(rate: 0.25f, seed: 1, step: 1);
        var stay = 0;
        for (var n = 0; n < Batch; n++)
        {
            var example = y.AsSpan(n * 6, 6);
            if (example[0] != 0) stay++;
            // 3 / (1 − ¼) = 4.
            Assert.Equal(-1, example.IndexOfAnyExcept(example[0] == 0 ? 0f : 4f));
        }
        // Four standard deviations: √(4000 · ¼ · ¾) = 27.4.
        Assert.InRange(stay, 3000 - 110, 3000 + 110);
    }

    [Fact]
    public void WhoStaysDependsOnSeedAndStep()
    {
        Assert.Equal(Train(0.5f, 1, 1), Train(0.5f, 1, 1));
        Assert.NotEqual(Train(0.5f, 1, 1), Train(0.5f, 1, 2));
        Assert.NotEqual(Train(0.5f, 1, 1), Train(0.5f, 2, 1));
    }

    [Fact]
    public void InferenceIsTheIdentity()
    {
        var input = Tensor.From([1, 2, 3, 4, 5, 6], 1, 2, 3);
        Assert.Equal(input.ToArray(), Network.Sequential(Input, new StochasticDepth(0.9f)).Run(input).ToArray());
    }

    private static float[] Train(float rate, ulong seed, long step)
    {
        var plan = Network.Sequential(Input, new StochasticDepth(rate)).CompileTraining(Batch);
        plan.Input().Fill(3);
        plan.Forward(seed, step);
        return plan.Output().ToArray();
    }
}
