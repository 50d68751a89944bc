using Striate.Data.Augmentation;
using Striate.Data.Pictures;
using Striate.Kernels.Random;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Folders;

/// <summary>A folder of pictures for each class, decoded when they are asked for.</summary>
/// <remarks>Classes have the names of their folders and the order of those names; pictures lie in them or in folders below. Nothing but the paths stays in memory. Every example is resized:
/// the middle of a picture (<see cref="Preprocessing.Crop"/>), or a random box of it where <see cref="RandomResizedCrop"/> comes first in a list of augmentations.</remarks>
public sealed partial class PictureFolder : IPreprocessedDataset, ILabelledDataset, ICropSource
{
    private readonly string _folder;
    private readonly string[] _paths;
    private readonly int[] _labels;
    private readonly PictureCutter _cutter;
    private readonly PictureFolderOptions _options;

    private PictureFolder(string folder, string[] paths, int[] labels, IReadOnlyList<string> classes, IReadOnlyList<string> skipped, PictureFolderOptions options)
    {
        (_folder, _paths, _labels, ClassNames, Skipped, _options) = (folder, paths, labels, classes, skipped, options);
        var size = options.Size ?? new PictureSize(224, 224);
        _cutter = new PictureCutter(Shape.Of(size.Height, size.Width, options.Channels), options.Preprocessing);
    }

    /// <inheritdoc/>
    public string Name => $"images:{_folder}";

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public Shape InputShape => _cutter.Input;

    /// <inheritdoc/>
    public Shape TargetShape => Shape.Scalar;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>A message for each file that was left out because it cannot be decoded.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>How bytes become numbers, and which part of a picture is seen.</summary>
    public Preprocessing Preprocessing => _options.Preprocessing;

    Preprocessing? IPreprocessedDataset.Preprocessing => Preprocessing;

    /// <summary>The file of an example.</summary>
    public string PathOf(int index) => _paths[index];

    /// <summary>Always: nothing needs to be decoded.</summary>
    public bool HasLabels => true;

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <summary>The size of an example's picture, from its file's head.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read; the message names it.</exception>
    public PictureSize SizeOf(int index) => PictureFile.Open(_paths[index]).Measure();

    /// <inheritdoc/>
    public IDataset With(Preprocessing preprocessing) => new PictureFolder(_folder, _paths, _labels, ClassNames, Skipped, _options with { Preprocessing = preprocessing });

    /// <summary>The same pictures for a network: of its size and channels unless a size was asked for, under its preprocessing if it has one, and under its class numbers if it knows all the classes by name.</summary>
    /// <exception cref="InvalidDataException">The network has names for its classes and some of the folder's are not among them, though others are.</exception>
    public PictureFolder For(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = _options with { Preprocessing = network.Info.Preprocessing ?? Preprocessing };
        if (network.InputShape.Rank == 3 && network.InputShape.Channels is 1 or 3)
            options = options with { Size = _options.Size ?? new PictureSize(network.InputShape[0], network.InputShape[1]), Channels = network.InputShape.Channels };
        var known = network.Info.ClassNames;
        var numbers = ClassNames.Select(name => known.IndexOf(name)).ToArray();
        if (numbers.All(number => number < 0) || known.SequenceEqual(ClassNames)) return new PictureFolder(_folder, _paths, _labels, ClassNames, Skipped, options);
        if (Array.IndexOf(numbers, -1) is var other && other >= 0)
            throw new InvalidDataException($"{Name}: the network knows no class '{ClassNames[other]}'. It knows: {string.Join(", ", known)}.");
        return new PictureFolder(_folder, _paths, [.. _labels.Select(label => numbers[label])], known, Skipped, options);
    }

    /// <summary>The pictures of some classes, which are counted anew from 0 in the order given.</summary>
    /// <param name="classes">The classes by their numbers here.</param>
    /// <param name="each">The most pictures of each class, the first ones; null for all.</param>
    /// <exception cref="ArgumentException">A class does not exist or is named twice, or nothing would be left.</exception>
    public PictureFolder OfClasses(IReadOnlyList<int> classes, int? each = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var (kept, labels) = ClassChoice.Pick(Name, _labels, ClassNames.Count, classes, each);
        return new PictureFolder(_folder, [.. kept.Select(i => _paths[i])], labels, [.. classes.Select(number => ClassNames[number])], Skipped, _options);
    }

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        var file = PictureCutter.Open(_paths[index]);
        var size = file.Measure();
        _cutter.Cut(file, size, _cutter.Middle(size), input);
        target[0] = _labels[index];
    }

    bool ILabelledDataset.HasLabels => true;

    int ILabelledDataset.Label(int index) => _labels[index];

    bool ICropSource.HasCrops => true;

    void ICropSource.ReadCrop(int index, RandomResizedCrop crop, PhiloxStream random, Span<float> input, Span<float> target)
    {
        var file = PictureCutter.Open(_paths[index]);
        var size = file.Measure();
        _cutter.Cut(file, size, crop.Choose(size.Height, size.Width, random), input);
        target[0] = _labels[index];
    }
}
