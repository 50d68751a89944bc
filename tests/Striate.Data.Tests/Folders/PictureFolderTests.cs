using Striate.Data.Augmentation;
using Striate.Data.Folders;
using Striate.Data.Pictures;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests.Folders;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TestData _data = new();

    public void Dispose() => _data.Dispose();

    // A plain picture, whose middle half may have another grade.
    private string Draw(string name, byte grade = 100, int height = 8, int width = 16, byte? middle = null, int channels = 3)
    {
        var bytes = new byte[height * width * channels];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (y, x) = (i / channels / width, i / channels % width);
            var isMiddle = y >= height / 4 && y < height - height / 4 && x >= width / 4 && x < width - width / 4;
            bytes[i] = isMiddle ? middle ?? grade : grade;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(_data[name])!);
        Png.Write(_data[name], new Picture(height, width, channels, bytes));
        return _data[name];
    }

    private static (float[] Input, float Target) Read(IDataset data, int index, int epoch = 0)
    {
        var (input, target) = (new float[data.InputShape.Length], new float[1]);
        data.Read(index, epoch, input, target);
        return (input, target[0]);
    }

    private string Failure(string text = "") => Assert.Throws<InvalidDataException>(() => DataKinds.Open($"images:{_data.Folder}{text}")).Message;

    [Fact]
    public void A_folder_a_class_in_the_order_of_names()
    {
        foreach (var name in new[] { "dog/b.png", "dog/a.png", "cat/10.png", "cat/deep/er/9.png", "Zebra/1.PNG", ".hidden/1.png" }) Draw(name);
        File.WriteAllText(_data["cat/notes.txt"], "no picture");
        var data = (PictureFolder)DataKinds.Open($"images:{_data.Folder}").Train;
        Assert.Equal($"images:{_data.Folder}", data.Name);
        Assert.Equal(["Zebra", "cat", "dog"], data.ClassNames);
        Assert.Equal(["Zebra/1.PNG", "cat/10.png", "cat/deep/er/9.png", "dog/a.png", "dog/b.png"], Enumerable.Range(0, data.Count).Select(i => Path.GetRelativePath(_data.Folder, data.PathOf(i))));
        Assert.Equal([0, 1, 1, 2, 2], Enumerable.Range(0, data.Count).Select(data.Label));
        Assert.Equal((Shape.Of(224, 224, 3), Shape.Scalar), (data.InputShape, data.TargetShape));
        Assert.Equal(new PictureSize(8, 16), data.SizeOf(0));
    }

    // Followed links to folders would bring the dogs into the cats, or every cat many times.
    [Fact]
    public void Links_to_files_and_to_class_folders_count_links_to_folders_below_do_not()
    {
        foreach (var name in new[] { "dog/a.png", "cat/deep/1.png" }) Draw(name);
        File.CreateSymbolicLink(_data["cat/linked.png"], _data["dog/a.png"]);
        Directory.CreateSymbolicLink(_data["cat/deep/up"], _data.Folder);
        Directory.CreateSymbolicLink(_data["hound"], _data["dog"]);
        var data = (PictureFolder)DataKinds.Open($"images:{_data.Folder}").Train;
        Assert.Equal(["cat/deep/1.png", "cat/linked.png", "dog/a.png", "hound/a.png"], Enumerable.Range(0, data.Count).Select(i => Path.GetRelativePath(_data.Folder, data.PathOf(i))));
    }

    [Fact]
    public void Evaluation_sees_the_middle_preprocessed()
    {
        Draw("a/1.png", 50, middle: 200);
        Draw("b/1.png", 50, 40, 20, middle: 200);
        // Half of the largest square in the middle is all of one grade: (200 / 255 − mean) / scale.
        var data = DataKinds.Open($"images:{_data.Folder},size=3,crop=0.5,mean=0.5/0.25/0,scale=0.5/1/2").Train;
        float[] expected = [(200 / 255f - 0.5f) / 0.5f, 200 / 255f - 0.25f, 200 / 255f / 2];
        foreach (var index in new[] { 0, 1 })
        {
            var (input, target) = Read(data, index);
            Assert.Equal(index, target);
            for (var i = 0; i < 27; i++) Assert.Equal(expected[i % 3], input[i], 1e-6f);
        }
        // Without a crop the whole picture is seen, whatever its proportions: Pillow's resize((2, 1), BILINEAR, reducing 16 × 8) of a row 50 … 200 … 50 has equal halves between the grades.
        var whole = DataKinds.Open($"images:{_data.Folder},size=1x2,crop=none,channels=1").Train;
        Assert.Equal(Shape.Of(1, 2, 1), whole.InputShape);
        var (halves, _) = Read(whole, 0);
        Assert.Equal(halves[0], halves[1], 1e-5f);
        Assert.InRange(halves[0], 0.3f, 0.6f);
        // Higher than wide, in proportion: the crop is two thirds of 16 by 8.
        Assert.Equal(new Box(0, 2, 8, 12), new PictureCutter(Shape.Of(2, 3, 3), Preprocessing.Bytes with { Crop = 1 }).Middle(new PictureSize(8, 16)));
        Assert.Equal(new Box(1, 5, 6, 6), new PictureCutter(Shape.Of(4, 4, 3), Preprocessing.Bytes with { Crop = 0.75f }).Middle(new PictureSize(8, 16)));
    }

    [Fact]
    public void A_random_crop_cuts_from_the_whole_picture_and_depends_on_seed_epoch_and_example()
    {
        Draw("a/1.png", 50, 64, 64, middle: 200);
        Draw("b/1.png", 50, 64, 64, middle: 200);
        var plain = DataKinds.Open($"images:{_data.Folder},size=8,crop=0.5").Train;
        var data = plain.Augment([new RandomResizedCrop(0.05f, 0.3f)], seed: 3);
        Assert.All(Read(plain, 0).Input, value => Assert.Equal(200 / 255f, value, 1e-5f));
        // The corner is never in the middle.
        Assert.Contains(Enumerable.Range(0, 30), epoch => Math.Abs(Read(data, 0, epoch).Input[0] - 50 / 255f) < 1e-5);
        Assert.Equal(Read(data, 1, 5).Input, Read(plain.Augment([new RandomResizedCrop(0.05f, 0.3f)], seed: 3), 1, 5).Input);
        Assert.NotEqual(Read(data, 1, 5).Input, Read(data, 1, 6).Input);
        // A share of the examples keeps that.
        var (kept, _) = Subset.Split(plain, 0.5, 1);
        var index = Read(kept, 0).Target;
        Assert.Equal(Read(data, (int)index, 0).Target, Read(kept.Augment([new RandomResizedCrop(0.05f, 0.3f)], seed: 3), 0).Target);
        Assert.Contains(Enumerable.Range(0, 30), epoch => Math.Abs(Read(kept.Augment([new RandomResizedCrop(0.05f, 0.3f)], seed: 3), 0, epoch).Input[0] - 50 / 255f) < 1e-5);
    }

    [Fact]
    public void Parts_have_the_classes_of_the_training_part()
    {
        foreach (var name in new[] { "train/cat/1.png", "train/cow/1.png", "train/dog/1.png", "valid/dog/1.png", "valid/dog/2.png", "test/cow/1.png" }) Draw(name);
        var splits = DataKinds.Open($"images:{_data.Folder},size=4");
        Assert.Equal((3, 2, 1), (splits.Train.Count, splits.Validation!.Count, splits.Test!.Count));
        Assert.Equal(splits.Train.ClassNames, splits.Test.ClassNames);
        Assert.Equal((2f, 1f), (Read(splits.Validation, 1).Target, Read(splits.Test, 0).Target));
        Draw("test/emu/1.png");
        Assert.Equal($"'{_data["test/emu"]}' is a class that the training part does not have. It has: cat, cow, dog.", Failure());
    }

    [Fact]
    public void A_class_may_be_called_train()
    {
        foreach (var name in new[] { "bus/1.png", "train/1.png", "test/1.png" }) Draw(name);
        Assert.Equal(["bus", "test", "train"], DataKinds.Open($"images:{_data.Folder}").Train.ClassNames);
    }

    [Fact]
    public void Some_classes_may_be_chosen()
    {
        foreach (var name in new[] { "cat/1.png", "cow/1.png", "cow/2.png", "dog/1.png", "dog/2.png", "dog/3.png" }) Draw(name);
        var data = (PictureFolder)DataKinds.Open($"images:{_data.Folder},size=4,classes=2+1,each=2").Train;
        Assert.Equal(["dog", "cow"], data.ClassNames);
        Assert.Equal(["1 cow/1.png", "1 cow/2.png", "0 dog/1.png", "0 dog/2.png"], Enumerable.Range(0, data.Count).Select(i => $"{data.Label(i)} {Path.GetRelativePath(_data.Folder, data.PathOf(i))}"));
    }

    [Fact]
    public void A_network_gives_its_size_its_preprocessing_and_its_class_numbers()
    {
        Draw("cat/1.png", 50);
        Draw("dog/1.png", 50);
        var preprocessing = Preprocessing.Bytes with { Mean = [0.5f], Scale = [0.25f], Crop = 1 };
        Network Of(params string[] classes)
        {
            var network = Network.Sequential(Shape.Of(6, 4, 1), new Flatten(), new Dense(3));
            return network.With(network.Info with { Preprocessing = preprocessing, ClassNames = [.. classes] });
        }
        var plain = DataKinds.Open($"images:{_data.Folder}").Train;
        var data = plain.For(Of("dog", "emu", "cat"));
        Assert.Equal((Shape.Of(6, 4, 1), 3), (data.InputShape, data.ClassNames.Count));
        Assert.Equal((2f, 0f), (Read(data, 0).Target, Read(data, 1).Target));
        Assert.All(Read(data, 0).Input, value => Assert.Equal((50 / 255f - 0.5f) / 0.25f, value, 1e-5f));
        // No names at all, or none of these: the folder's numbers stay.
        Assert.Equal((0f, 1f), (Read(plain.For(Of()), 0).Target, Read(plain.For(Of("0", "1", "2")), 1).Target));
        Assert.Equal($"images:{_data.Folder}: the network knows no class 'cat'. It knows: dog, emu.", Assert.Throws<InvalidDataException>(() => plain.For(Of("dog", "emu"))).Message);
        // A size that was asked for stays.
        Assert.Equal(Shape.Of(5, 5, 1), DataKinds.Open($"images:{_data.Folder},size=5").Train.For(Of()).InputShape);
    }

    [Fact]
    public void Prediction_sees_what_evaluation_sees()
    {
        var path = Draw("a/1.png", 50, 30, 20, middle: 220);
        Draw("b/1.png");
        var network = Network.Sequential(Shape.Of(6, 6, 3), new Flatten(), new Dense(2));
        network = network.With(network.Info with { Preprocessing = Preprocessing.Bytes with { Mean = [0.1f, 0.2f, 0.3f], Scale = [0.5f, 0.6f, 0.7f], Crop = 0.8f } });
        Assert.Equal(Read(DataKinds.Open($"images:{_data.Folder}").Train.For(network), 0).Input, PictureInputs.Load(path, network).Floats.ToArray());
    }

    [Fact]
    public void Unreadable_pictures_are_refused_when_read_or_left_out()
    {
        Draw("a/1.png");
        Draw("b/1.png");
        var whole = File.ReadAllBytes(Draw("b/2.png", 7, 40, 40, 90));
        File.WriteAllBytes(_data["b/2.png"], whole[..(whole.Length / 2)]);
        File.WriteAllText(_data["a/0.jpg"], "GIF89a and more");
        var refusing = DataKinds.Open($"images:{_data.Folder},unreadable=refuse").Train;
        Assert.Equal(4, refusing.Count);
        var first = Assert.Throws<InvalidDataException>(() => Read(refusing, 0)).Message;
        var last = Assert.Throws<InvalidDataException>(() => Read(refusing, 3)).Message;
        Assert.StartsWith($"'{_data["a/0.jpg"]}' ", first, StringComparison.Ordinal);
        Assert.StartsWith($"'{_data["b/2.png"]}' ", last, StringComparison.Ordinal);
        var skipping = (PictureFolder)DataKinds.Open($"images:{_data.Folder},unreadable=skip").Train;
        Assert.Equal([_data["a/1.png"], _data["b/1.png"]], Enumerable.Range(0, skipping.Count).Select(skipping.PathOf));
        Assert.Equal([first, last], skipping.Skipped);
        File.Delete(_data["a/1.png"]);
        Assert.Equal($"images:{_data.Folder}: no picture of class 'a' can be read. The first: {first}", Failure(",unreadable=skip"));
        // What a thousand examples of statistics meet is told as it is.
        Assert.Contains(Assert.Throws<InvalidDataException>(() => Statistics.Standardizing((PictureFolder)refusing)).Message, new[] { first, last });
    }

    [Fact]
    public void What_is_no_such_folder_is_told()
    {
        Assert.Equal($"The folder '{_data["nowhere"]}' does not exist.", Assert.Throws<InvalidDataException>(() => DataKinds.Open($"images:{_data["nowhere"]},size=32")).Message);
        File.WriteAllText(_data["file.jpg"], "");
        Assert.Equal($"'{_data["file.jpg"]}' is a file; a folder is needed.", Assert.Throws<InvalidDataException>(() => DataKinds.Open($"images:{_data["file.jpg"]}")).Message);
        File.Delete(_data["file.jpg"]);
        var example = Path.Combine(_data.Folder, "cat", "1.jpg");
        Assert.Equal($"'{_data.Folder}' holds no folder of a class; pictures lie in a folder for each class, as in {example}.", Failure());
        Draw("val/a/1.png");
        Draw("test/a/1.png");
        Assert.Equal($"'{_data.Folder}' holds 'test', 'val' but no 'train'. One part alone is images:{_data["test"]}.", Failure());
        Directory.Delete(_data["val"], recursive: true);
        Directory.Delete(_data["test"], recursive: true);
        Draw("1.png");
        Draw("2.png");
        Assert.Equal($"'{_data.Folder}' holds no folder of a class, but 2 pictures; pictures lie in a folder for each class, as in {example}.", Failure());
        Draw("cat/1.png");
        Assert.Equal($"'{_data.Folder}' holds pictures of one class, 'cat'; there is nothing to tell apart. Give each class a folder.", Failure());
        Directory.CreateDirectory(_data["dog"]);
        Assert.Equal($"'{_data["dog"]}' holds no picture; names of pictures end in {string.Join(", ", PictureDecoders.Extensions)}.", Failure());
    }

    [Theory]
    [InlineData("size=0")]
    [InlineData("size=9000")]
    [InlineData("size=3x4x5")]
    [InlineData("channels=2")]
    [InlineData("crop=1.5")]
    [InlineData("unreadable=maybe")]
    [InlineData("mean=1/2")]
    [InlineData("mean=nan/0/0")]
    [InlineData("scale=0")]
    [InlineData("normalize=me")]
    [InlineData("sise=3")]
    public void Options_that_are_not_understood_are_named(string option)
    {
        Draw("a/1.png");
        Draw("b/1.png");
        Assert.Equal($"'{option}' is no option of images:DIR. There are: size=N or size=HEIGHTxWIDTH, channels=1|3, crop=SHARE|none, unreadable=refuse|skip, mean=R/G/B, scale=R/G/B, normalize=imagenet.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open($"images:{_data.Folder},size=4,{option}")).Message);
    }

    [Fact]
    public void Options_set_the_preprocessing_and_folders_may_have_commas()
    {
        Draw("a,b/a/1.png", channels: 1);
        Draw("a,b/b/1.png");
        var data = (PictureFolder)DataKinds.Open($"images:{_data["a,b"]},normalize=imagenet,crop=1").Train;
        Assert.Equal(Preprocessing.Bytes with { Mean = [0.485f, 0.456f, 0.406f], Scale = [0.229f, 0.224f, 0.225f], Crop = 1 }, data.Preprocessing);
        Assert.Equal("Preprocessing has 1 means and 0 scales for 3 channels.", Assert.Throws<ArgumentException>(() => DataKinds.Open($"images:{_data["a,b"]},mean=0.5")).Message);
        // Grey becomes colour.
        Assert.Equal((100 / 255f - 0.485f) / 0.229f, Read(data, 0).Input[0], 1e-5f);
    }

    [Fact]
    public void Training_on_folders_gives_the_same_bits_for_any_number_of_threads()
    {
        for (var i = 0; i < 20; i++) Draw($"{(i % 2 == 0 ? "bright" : "dark")}/{i}.png", (byte)(i % 2 == 0 ? 150 + 5 * i : 100 - 5 * i), 20 + i, 30 - i, middle: (byte)(10 * i));
        var data = DataKinds.Open($"images:{_data.Folder},size=12").Train;
        float[] Train(int threads)
        {
            var network = Network.Sequential(Shape.Of(12, 12, 3), new Convolution(4, 3), new Relu(), new GlobalAveragePooling(), new Dense(2));
            network.Initialize(1);
            var options = new TrainingOptions { Plan = new Plans.PlanOptions { Threads = threads } };
            new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.1f), seed: 1).Fit(data.Augment(Augmentations.Parse("random-resized-crop:0.3,flip,color-jitter,mixup"), 1), 8, 6, options);
            return [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
        }
        Assert.Equal(Train(1), Train(3));
    }

    [JpegFact("photos")]
    public void A_jpeg_that_is_decoded_smaller_looks_the_same()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_data[name]);
            File.Copy(Path.Combine(TestData.Root!, "photos", "rocket.jpg"), _data[$"{name}/rocket.jpg"]);
        }
        var data = (PictureFolder)DataKinds.Open($"images:{_data.Folder},size=64").Train;
        var (input, whole) = (Read(data, 0).Input, new float[64 * 64 * 3]);
        var picture = Picture.Read(data.PathOf(0));
        var box = new PictureCutter(data.InputShape, data.Preprocessing).Middle(new PictureSize(picture.Height, picture.Width));
        new BoxResize().Run(picture.Bytes, picture.Height, picture.Width, 3, box, whole, 64, 64, [1 / 255f, 1 / 255f, 1 / 255f], [0, 0, 0]);
        // The means over blocks that libjpeg takes while decoding are no triangles: a grade and a half on average.
        Assert.InRange(Enumerable.Range(0, whole.Length).Average(i => Math.Abs(whole[i] - input[i])), 0, 1.5 / 255);
    }
}
