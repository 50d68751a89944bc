using System.Globalization;
using Striate.Data.Folders;
using Striate.Data.Readers;
using Striate.Data.Synthetic;
using Striate.Training;

namespace Striate.Data;

/// <summary>Data by a text, as on the command line: <c>KIND:PATH</c>, or <c>synthetic:NAME</c> with options as in
/// <c>synthetic:digits,count=2000,seed=3</c>.</summary>
public static class DataKinds
{
    private const string IdxFiles = "train-images-idx3-ubyte, train-labels-idx1-ubyte and for a test part "
        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, plain or .gz";
    private const string NpyFiles = "inputs.npy, N × spatial × C, uint8 (scaled to 0…1) or floats as they are; "
        + "targets.npy, N × …, class indices or floats to predict; classes.txt with a name a line if wanted";
    private const string SyntheticOptions = "no files; count=12000,test=2000,size=SIZE,seed=0 may follow, each behind a comma";

    private static readonly (DataKind Kind, Func<string, DataSplits> Open)[] Entries =
    [
        (new("mnist:DIR", IdxFiles), Mnist.Load),
        (new("idx:DIR", $"{IdxFiles}; pictures of any size, idx4 with channels"), folder => Idx.Load(folder)),
        (new("cifar10:DIR", "data_batch_1.bin to data_batch_5.bin, as many as there are, and for a test part test_batch*.bin, plain or .gz"), Cifar10.Load),
        (new("images:DIR", PictureFolderText.Needs), PictureFolderText.Open),
        (new("npy:DIR", NpyFiles), NpyFolder.Load),
        (new("synthetic:digits", SyntheticOptions.Replace("SIZE", "28", StringComparison.Ordinal)), text => Synthetic(text, 28, SyntheticPictures.Digits)),
        (new("synthetic:shapes", SyntheticOptions.Replace("SIZE", "32", StringComparison.Ordinal)), text => Synthetic(text, 32, SyntheticPictures.Shapes)),
    ];

    /// <summary>The kinds, and what each needs.</summary>
    public static IReadOnlyList<DataKind> All { get; } = [.. Entries.Select(entry => entry.Kind)];

    /// <summary>How the kinds are written.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Pattern)];

    /// <summary>Opens data; behind a path may follow <c>,classes=5-9</c> for these classes alone and <c>,each=100</c> for the first so many training examples of each (<see cref="ClassChoice"/>).</summary>
    /// <exception cref="ArgumentException">The kind or an option is unknown.</exception>
    /// <exception cref="InvalidDataException">A file is missing or damaged.</exception>
    public static DataSplits Open(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (ClassChoice.TryCut(text, out var before, out var choice)) return choice.Apply(Open(before));
        var (kind, path) = text.Split(':', 2) is [var left, var right] ? (left, right) : (text, "");
        // Generated data are told apart by what stands behind the colon, others by what stands before it.
        var wanted = kind == "synthetic" ? $"{kind}:{path.Split(',')[0]}" : $"{kind}:DIR";
        foreach (var (known, open) in Entries)
            if (known.Pattern == wanted) return open(path);
        var (asked, near) = kind == "synthetic" ? (wanted, Names.Where(name => name.StartsWith("synthetic:", StringComparison.Ordinal))) : (text, Names);
        throw new ArgumentException($"'{asked}' is no kind of data. There are: {string.Join(", ", near)}.");
    }

    private static DataSplits Synthetic(string text, int size, Func<int, int, int, ulong, DataSplits> draw)
    {
        var parts = text.Split(',');
        var (count, test, seed) = (12000, 2000, 0UL);
        foreach (var part in parts[1..])
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "count" when isNumber: count = number; break;
                case "test" when isNumber: test = number; break;
                case "size" when isNumber: size = number; break;
                case "seed" when isNumber: seed = (ulong)number; break;
                default: throw new ArgumentException($"'{part}' is no option of synthetic:{parts[0]}. There are: count=N, test=N, size=N, seed=N.");
            }
        }
        return draw(count, test, size, seed);
    }
}
