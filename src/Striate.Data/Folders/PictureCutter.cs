using Striate.Data.Pictures;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Data.Folders;

/// <summary>Cuts a box out of a picture file and makes it a network's input: decoded no larger than it must be, resized bilinearly with antialiasing, and preprocessed.</summary>
internal sealed class PictureCutter
{
    // A thread decodes one picture after the other.
    [ThreadStatic]
    private static byte[]? _file;

    [ThreadStatic]
    private static byte[]? _pixels;

    private readonly float[] _factors;
    private readonly float[] _offsets;
    private readonly float? _crop;

    public PictureCutter(Shape input, Preprocessing preprocessing)
    {
        if (input.Rank != 3 || input.Channels is not (1 or 3)) throw new ArgumentException($"Pictures become inputs of height × width × 1 or 3 channels, not {input}.");
        var (mean, scale) = (preprocessing.Mean, preprocessing.Scale);
        if ((mean.Length != 0 && mean.Length != input.Channels) || (scale.Length != 0 && scale.Length != input.Channels))
            throw new ArgumentException($"Preprocessing has {mean.Length} means and {scale.Length} scales for {input.Channels} channels.");
        (Input, _crop) = (input, preprocessing.Crop);
        float Scale(int c) => scale.Length == 0 ? 1 : scale[c];
        _factors = [.. Enumerable.Range(0, input.Channels).Select(c => preprocessing.Factor / Scale(c))];
        _offsets = [.. Enumerable.Range(0, input.Channels).Select(c => mean.Length == 0 ? 0 : -mean[c] / Scale(c))];
    }

    /// <summary>The shape of what comes out.</summary>
    public Shape Input { get; }

    /// <summary>What evaluation sees of a picture.</summary>
    public Box Middle(PictureSize size)
    {
        if (_crop is not { } share) return new Box(0, 0, size.Height, size.Width);
        var scale = Math.Min((double)size.Height / Input[0], (double)size.Width / Input[1]) * share;
        var (height, width) = (Input[0] * scale, Input[1] * scale);
        return new Box((size.Height - height) / 2, (size.Width - width) / 2, height, width);
    }

    /// <summary>Writes the box of a picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">What it measures.</param>
    /// <param name="box">In its pixels.</param>
    /// <param name="input">As many numbers as the input has.</param>
    public void Cut(PictureFile file, PictureSize size, Box box, Span<float> input)
    {
        var least = new PictureSize(Least(size.Height, Input[0] / box.Height), Least(size.Width, Input[1] / box.Width));
        if (file.TryDecode(least, Input.Channels, ref Pixels(), out var found))
        {
            Resize(Pixels(), found, size, box, input);
            return;
        }
        var picture = file.Decode(least);
        if (picture.Channels != Input.Channels) picture = picture.WithChannels(Input.Channels);
        Resize(picture.Bytes, new PictureSize(picture.Height, picture.Width), size, box, input);
    }

    /// <summary>Opens a picture where an earlier one of this thread was.</summary>
    public static PictureFile Open(string path)
    {
        _file ??= [];
        return PictureFile.Open(path, ref _file);
    }

    private static ref byte[] Pixels()
    {
        _pixels ??= [];
        return ref _pixels!;
    }

    private void Resize(byte[] pixels, PictureSize decoded, PictureSize size, Box box, Span<float> input)
    {
        var scaled = box.Scaled((double)decoded.Height / size.Height, (double)decoded.Width / size.Width);
        BoxResize.Own.Run(pixels, decoded.Height, decoded.Width, Input.Channels, scaled, input, Input[0], Input[1], _factors, _offsets);
    }

    private static int Least(int size, double scale) => Math.Max(1, (int)Math.Ceiling(size * Math.Min(1, scale)));
}
