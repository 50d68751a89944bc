namespace Striate.Cli.Tests;

/// <summary>A disk that is really full: exit code 2, one line, and nothing lost that was there before.</summary>
public class FullDiskTests
{
    private const string NoSpace = @"could not be written: No space left on device : '\S+'";

    // A checkpoint of LeNet-5 with momentum takes about 500 KB: one disk has room for none, one for one, one for two.
    [SmallDiskTheory]
    [InlineData(300, 0)]
    [InlineData(700, 1)]
    [InlineData(1200, 2)]
    public void TrainingStopsAndGoesOnWhenThereIsRoom(int kilobytes, int checkpoints)
    {
        using var striate = new StriateProcess();
        using var disk = new SmallDisk(kilobytes);
        string[] arguments = ["train", "--data", "synthetic:digits,count=200,test=20,seed=3", "--epochs", "4", "--batch", "20", "--threads", "1", "--out"];
        var run = Path.Combine(disk.Folder, "run");
        var (code, _, error) = striate.Run([.. arguments, run]);
        Assert.Equal(2, code);
        Assert.Matches($@"^striate: The checkpoint of step {10 * (checkpoints + 1)} could not be written; earlier ones are whole\. '\S+' {NoSpace}\n$", error.ReplaceLineEndings("\n"));
        Assert.Equal(Enumerable.Range(1, checkpoints).Select(epoch => $"{10 * epoch}"), Directory.GetFileSystemEntries(Path.Combine(run, "checkpoint")).Select(path => Path.GetFileName(path)).Order());

        if (checkpoints < 2) return;
        // With room, the run ends with the bits of one that never stopped.
        disk.Resize(16_000);
        (code, _, error) = striate.Run("train", "--resume", run);
        Assert.True(code == 0, error);
        Assert.Equal("", error);
        Assert.Equal(0, striate.Run([.. arguments, "whole"]).Code);
        Assert.Equal(File.ReadAllBytes(striate.File("whole/model.onnx")), File.ReadAllBytes(Path.Combine(run, "model.onnx")));
    }

    [SmallDiskTheory]
    [InlineData("settings.json", 0)]
    [InlineData("steps.csv", 4)]
    public void ADiskThatIsFullFromTheStart(string file, int room)
    {
        using var striate = new StriateProcess();
        using var disk = new SmallDisk(64);
        File.WriteAllBytes(Path.Combine(disk.Folder, "filler"), new byte[(64 - room) * 1024]);
        var run = Path.Combine(disk.Folder, "run");
        var (code, _, error) = striate.Run("train", "--data", "synthetic:digits,count=200,test=20,seed=3", "--epochs", "1", "--threads", "1", "--out", run);
        Assert.Equal(2, code);
        Assert.Equal($"striate: No space left on device : '{Path.Combine(run, file)}'\n", error.ReplaceLineEndings("\n"));
    }

    [DeviceFullFact]
    public void OtherFilesThatCannotBeWritten()
    {
        using var striate = new StriateProcess();
        const string Data = "synthetic:digits,count=40,test=10,seed=3";
        Refused("data", "preview", Data, "--out", "/dev/full");
        Assert.Equal(0, striate.Run("train", "--data", Data, "--epochs", "1", "--threads", "1", "--out", "run").Code);
        Assert.Equal(0, striate.Run("data", "preview", Data, "--columns", "1", "--rows", "1").Code);
        Refused("predict", "--model", "run/model.onnx", "preview.png", "--csv", "/dev/full");

        void Refused(params string[] arguments)
        {
            var (code, _, error) = striate.Run(arguments);
            Assert.Equal((2, "striate: No space left on device : '/dev/full'\n"), (code, error.ReplaceLineEndings("\n")));
        }
    }

    /// <summary>A test that mounts a disk.</summary>
    private sealed class SmallDiskTheoryAttribute : TheoryAttribute
    {
        public SmallDiskTheoryAttribute()
        {
            if (!SmallDisk.IsAvailable) Skip = "Only the system's administrator may mount a small disk.";
        }
    }

    /// <summary>A test that writes to the device that is always full.</summary>
    private sealed class DeviceFullFactAttribute : FactAttribute
    {
        public DeviceFullFactAttribute()
        {
            if (!File.Exists("/dev/full")) Skip = "This system has no /dev/full.";
        }
    }
}
