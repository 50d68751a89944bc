using Striate.Networks;

namespace Striate.Training;

/// <summary>Refuses data that do not go with a network, before anything runs.</summary>
internal static class Compatibility
{
    public static void Require(Network network, Loss loss, IDataset data)
    {
        if (data.Count < 1) throw new ArgumentException($"The data {data.Name} hold no example.");
        if (network.Inputs.Count != 1) throw new ArgumentException($"The network has {network.Inputs.Count} inputs; data sets give one. Use a training plan and a loop of your own.");
        if (data.InputShape != network.InputShape) throw new ArgumentException($"The network takes inputs of {network.InputShape}; the data {data.Name} have {data.InputShape}.");
        if (data.ClassNames.Count > network.OutputShape.Channels)
            throw new ArgumentException($"The network tells {network.OutputShape.Channels} classes apart; the data {data.Name} have {data.ClassNames.Count}.");
        loss.Check(network.OutputShape, data.TargetShape);
    }
}
