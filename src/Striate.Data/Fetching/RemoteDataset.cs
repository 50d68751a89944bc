namespace Striate.Data.Fetching;

/// <summary>A public data set that can be fetched.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Kind">The kind of data that reads it.</param>
/// <param name="Mirror">Where its files lie; ends in a slash.</param>
/// <param name="Files">The files; an archive (.tar.gz) is unpacked.</param>
public sealed record RemoteDataset(string Name, string Kind, Uri Mirror, IReadOnlyList<RemoteFile> Files)
{
    /// <summary>MNIST, Fashion-MNIST and CIFAR-10, with the checksums that torchvision and CIFAR's page publish.</summary>
    public static IReadOnlyList<RemoteDataset> All { get; } =
    [
        new("mnist", "mnist", new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        [
            new("train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            new("train-labels-idx1-ubyte.gz", 28881, "d53e105ee54ea40749a09fcbcd1e9432"),
            new("t10k-images-idx3-ubyte.gz", 1648877, "9fb629c4189551a2d022fa330f9573f3"),
            new("t10k-labels-idx1-ubyte.gz", 4542, "ec29112dd5afa0611ce80d1b7f02629c"),
        ]),
        new("fashion-mnist", "mnist", new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
        [
            new("train-images-idx3-ubyte.gz", 26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            new("train-labels-idx1-ubyte.gz", 29515, "25c81989df183df01b3e8a0aad5dffbe"),
            new("t10k-images-idx3-ubyte.gz", 4422102, "bef4ecab320f06d8554ea6380940ec79"),
            new("t10k-labels-idx1-ubyte.gz", 5148, "bb300cfdad3c16e7a12a480ee83cd310"),
        ]),
        new("cifar10", "cifar10", new("https://www.cs.toronto.edu/~kriz/"), [new("cifar-10-binary.tar.gz", 170052171, "c32a1d4ab5d03f1284b67883e8d87530")]),
    ];

    /// <summary>Finds one by its name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static RemoteDataset Find(string name) => All.FirstOrDefault(data => data.Name == name)
        ?? throw new ArgumentException($"'{name}' cannot be fetched. There are: {string.Join(", ", All.Select(data => data.Name))}.");

    /// <summary>The folder where fetched data lie unless another is asked for: <c>striate</c> in XDG_CACHE_HOME, in ~/.cache, or on Windows in the local application data.</summary>
    public string CacheFolder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } stated && Path.IsPathRooted(stated) ? stated
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "striate", Name);
        }
    }
}
