using Striate.Data.Folders;
using Striate.Networks;
using Striate.Training;

namespace Striate.Data;

/// <summary>Data as a network wants them.</summary>
public static class NetworkData
{
    /// <summary>The data under the preprocessing that the network carries, if it carries one and the data are bytes; pictures of folders also get the network's size, channels and class numbers.</summary>
    /// <param name="data">The data.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidDataException">The network has names for its classes and some of the folder's are not among them, though others are.</exception>
    public static IDataset For(this IDataset data, Network network)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(network);
        return data switch
        {
            PictureFolder folder => folder.For(network),
            Subset subset => subset.For(network),
            IPreprocessedDataset { Preprocessing: not null } bytes when network.Info.Preprocessing is { } preprocessing => bytes.With(preprocessing),
            _ => data,
        };
    }
}
