using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Onnx.Tests;

/// <summary>Checkpoints are whole or passed over, and the newest whole one is read.</summary>
public sealed class CheckpointFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(TestData.Temporary(), "checkpoint");
    private readonly Network _network = Network.Sequential(Shape.Of(3), new Layers.Dense(2), new Layers.BatchNormalization());

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void NothingIsReadWhereNothingIs() => Assert.Null(new CheckpointFolder(_folder, _network).ReadNewest());

    [Fact]
    public void ASnapshotComesBackToTheBit()
    {
        var store = new CheckpointFolder(_folder, _network);
        var snapshot = Snapshot(12);
        store.Write(snapshot);
        var read = store.ReadNewest()!;
        Assert.Equal(snapshot.Progress with { History = [], MetricTally = [] }, read.Progress with { History = [], MetricTally = [] });
        Assert.Equal(snapshot.Progress.MetricTally, read.Progress.MetricTally);
        Assert.Equal(snapshot.Progress.History, read.Progress.History);
        Same(snapshot.Parameters, read.Parameters);
        Same(snapshot.Optimizer, read.Optimizer);
        Same(snapshot.Best!, read.Best!);
        Same(snapshot.Average!, read.Average!);
        Assert.Equal(["manifest.json", "model.onnx", "optimizer.safetensors", "state.json"], Directory.GetFiles(Path.Combine(_folder, "12")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void TheTwoNewestStay()
    {
        var store = new CheckpointFolder(_folder, _network);
        foreach (var step in new[] { 9L, 10, 100, 100 }) store.Write(Snapshot(step));
        Assert.Equal(["100", "100-2"], Directory.GetDirectories(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void AnUnfinishedFolderIsNoCheckpoint()
    {
        var store = new CheckpointFolder(_folder, _network);
        store.Write(Snapshot(3));
        Directory.Move(Path.Combine(_folder, "3"), Path.Combine(_folder, "3.tmp"));
        Assert.Null(store.ReadNewest());
        store.Write(Snapshot(3));
        Assert.Equal(3, store.ReadNewest()!.Progress.Step);
    }

    [Fact]
    public void ACheckpointCutAnywhereIsPassedOver()
    {
        var messages = new List<string>();
        var store = new CheckpointFolder(_folder, _network) { OnDamaged = messages.Add };
        store.Write(Snapshot(1));
        store.Write(Snapshot(2));
        foreach (var path in Directory.GetFiles(Path.Combine(_folder, "2")))
        {
            var whole = File.ReadAllBytes(path);
            for (var length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(path, whole[..length]);
                messages.Clear();
                Assert.Equal(1, store.ReadNewest()!.Progress.Step);
                Assert.StartsWith($"The checkpoint '{Path.Combine(_folder, "2")}' is damaged and passed over: ", Assert.Single(messages), StringComparison.Ordinal);
            }
            File.Delete(path);
            Assert.Equal(1, store.ReadNewest()!.Progress.Step);
            File.WriteAllBytes(path, whole);
            Assert.Equal(2, store.ReadNewest()!.Progress.Step);
        }
    }

    [Fact]
    public void WithoutAWholeOneItSaysSo()
    {
        var store = new CheckpointFolder(_folder, _network);
        store.Write(Snapshot(1));
        File.AppendAllText(Path.Combine(_folder, "1", "state.json"), " ");
        var error = Assert.Throws<InvalidDataException>(() => store.ReadNewest());
        Assert.Equal($"No checkpoint in '{_folder}' is whole. The checkpoint '{Path.Combine(_folder, "1")}' is damaged and passed over: state.json is not what manifest.json says.", error.Message);
    }

    private static void Same(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, tensor) in expected) Assert.Equal((tensor.ToString(), Convert.ToHexString(tensor.Bytes)), (actual[name].ToString(), Convert.ToHexString(actual[name].Bytes)));
    }

    private TrainingSnapshot Snapshot(long step)
    {
        var progress = new TrainingProgress
        {
            Step = step,
            Epoch = 2,
            EpochStep = 3,
            Seed = ulong.MaxValue,
            Settings = "batch = 7\nname = \"ü\"",
            LossSum = 0.1 + 0.2,
            MetricTally = [1e-300, 9007199254740993],
            Seconds = 1.0 / 3,
            BestEpoch = 1,
            BestScore = -0.7,
            History = [new EpochRecord(1, 6, 2.3, 0.5, null, null, 0.1, 1.5), new EpochRecord(2, 12, 1.3, 0.6, 1.4, 0.55, 0.01, 1.25)],
        };
        var parameters = _network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ToTensor());
        var optimizer = new Dictionary<string, Tensor> { ["velocity/dense1.weight"] = Tensor.From([1, 2, 3, float.Epsilon, -0f, 6], 2, 3) };
        return new TrainingSnapshot(progress, parameters, optimizer, new Dictionary<string, Tensor> { ["dense1.bias"] = Tensor.From([3, 4], 2) }) { Average = new Dictionary<string, Tensor> { ["dense1.bias"] = Tensor.From([5, -0f], 2) } };
    }
}
