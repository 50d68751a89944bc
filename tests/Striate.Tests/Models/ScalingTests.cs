using Striate.Insight;
using Striate.Models;
using Striate.Tensors;

namespace Striate.Tests.Models;

public class ScalingTests
{
    // Howard et al. 2017 (MobileNets), tables 6 and 7: width α and resolution ρ, in millions of multiply–accumulates and of parameters.
    [Theory]
    [InlineData(1, 224, 569, 4.2)]
    [InlineData(0.75, 224, 325, 2.6)]
    [InlineData(0.5, 224, 149, 1.3)]
    [InlineData(0.25, 224, 41, 0.5)]
    [InlineData(1, 192, 418, 4.2)]
    [InlineData(1, 160, 290, 4.2)]
    [InlineData(1, 128, 186, 4.2)]
    [Trait("Row", "96")]
    public void MobileNetsOfEveryWidthAndResolution(double width, int size, double millions, double parameters)
    {
        var summary = MobileNetV1.Build(Shape.Of(size, size, 3), 1000, width).Summary();
        Assert.Equal(millions, summary.MultiplyAccumulates / 1e6, 0.03 * millions);
        Assert.Equal(parameters, summary.Parameters / 1e6, 0.06);
    }

    [Fact]
    [Trait("Row", "96")]
    public void DepthWidthAndResolutionTogether()
    {
        // Tan & Le 2019, table 2: parameters in millions of B0 to B3; each is deeper or wider than the one before, and sees larger pictures.
        var models = new[] { "efficientnet_b0", "efficientnet_b1", "efficientnet_b2", "efficientnet_b3" }.Select(name => ModelZoo.Build(name)).ToArray();
        Assert.Equal([5.3, 7.8, 9.1, 12.2], models.Select(model => Math.Round(model.Parameters.LearntLength / 1e6, 1)));
        Assert.True(models.Zip(models.Skip(1)).All(pair => pair.Second.Nodes.Count >= pair.First.Nodes.Count && pair.Second.InputShape[0] >= pair.First.InputShape[0]
            && pair.Second.Summary().MultiplyAccumulates > pair.First.Summary().MultiplyAccumulates));
    }
}
