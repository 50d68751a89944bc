using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Striate.Data.Fetching;

namespace Striate.Data.Tests.Fetching;

public sealed class DatasetFetcherTests : IDisposable
{
    private readonly TestData _data = new();
    private readonly FileServer _server = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _data.Dispose();
    }

    private static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static RemoteFile Describe(string name, byte[] bytes) => new(name, bytes.Length, Convert.ToHexStringLower(MD5.HashData(bytes)));

    private RemoteDataset Offer(params (string Name, byte[] Bytes)[] files)
    {
        foreach (var (name, bytes) in files) _server.Files[name] = bytes;
        return new RemoteDataset("test", "mnist", _server.Address, [.. files.Select(file => Describe(file.Name, file.Bytes))]);
    }

    private Task Fetch(RemoteDataset dataset, Action<FetchProgress>? progress = null, CancellationToken cancellation = default) =>
        new DatasetFetcher(_client) { Pause = TimeSpan.Zero }.FetchAsync(dataset, _data["to"], null, progress, cancellation);

    private async Task<string> Failure(RemoteDataset dataset) => (await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(dataset))).Message;

    [Fact]
    public async Task Files_are_fetched_once()
    {
        var (a, b) = (Bytes(200_000), Bytes(10, 2));
        var dataset = Offer(("a.gz", a), ("b.gz", b));
        var told = new List<FetchProgress>();
        await Fetch(dataset, told.Add);
        Assert.Equal((a, b), (File.ReadAllBytes(_data["to/a.gz"]), File.ReadAllBytes(_data["to/b.gz"])), new Same());
        Assert.Equal(["a.gz", "b.gz"], told.Where(progress => progress.IsDone).Select(progress => progress.File.Name));
        Assert.Equal(told.Where(progress => !progress.IsDone && progress.File.Name == "a.gz").Select(progress => progress.Bytes).Order(), told.Where(progress => !progress.IsDone && progress.File.Name == "a.gz").Select(progress => progress.Bytes));
        await Fetch(dataset);
        Assert.Equal(["a.gz", "b.gz"], _server.Requests);
        // One that was damaged since is fetched again.
        File.WriteAllBytes(_data["to/a.gz"], Bytes(200_000, 3));
        await Fetch(dataset);
        Assert.Equal(["a.gz", "b.gz", "a.gz"], _server.Requests);
        Assert.Equal(a, File.ReadAllBytes(_data["to/a.gz"]));
        Assert.Equal(["a.gz", "b.gz"], Directory.GetFiles(_data["to"]).Select(Path.GetFileName).Order());
    }

    private sealed class Same : IEqualityComparer<(byte[] A, byte[] B)>
    {
        public bool Equals((byte[] A, byte[] B) x, (byte[] A, byte[] B) y) => x.A.AsSpan().SequenceEqual(y.A) && x.B.AsSpan().SequenceEqual(y.B);

        public int GetHashCode((byte[] A, byte[] B) pair) => pair.A.Length;
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_was()
    {
        var a = Bytes(100_000);
        var dataset = Offer(("a.gz", a));
        foreach (var length in new[] { 30_000, 50_000 }) _server.BreaksAfter.Enqueue(length);
        await Fetch(dataset);
        Assert.Equal(a, File.ReadAllBytes(_data["to/a.gz"]));
        Assert.Equal(["a.gz", "a.gz from 30000", "a.gz from 80000"], _server.Requests);
    }

    [Fact]
    public async Task A_later_attempt_goes_on()
    {
        var a = Bytes(100_000);
        var dataset = Offer(("a.gz", a));
        _server.BreaksAfter.Enqueue(30_000);
        for (var i = 0; i < 4; i++) _server.BreaksAfter.Enqueue(0);
        var message = await Failure(dataset);
        Assert.StartsWith($"{_server.Address}a.gz broke off after 30000 of 100000 bytes: ", message, StringComparison.Ordinal);
        Assert.EndsWith(". The same command goes on from there.", message, StringComparison.Ordinal);
        Assert.Equal(["a.gz.part"], Directory.GetFiles(_data["to"]).Select(Path.GetFileName));
        await Fetch(dataset);
        Assert.Equal("a.gz from 30000", _server.Requests[^1]);
        Assert.Equal(a, File.ReadAllBytes(_data["to/a.gz"]));
    }

    [Fact]
    public async Task A_person_may_stop_it_and_go_on()
    {
        var dataset = Offer(("a.gz", Bytes(300_000)));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(dataset, _ => stop.Cancel(), stop.Token));
        var length = new FileInfo(_data["to/a.gz.part"]).Length;
        Assert.InRange(length, 1, 299_999);
        await Fetch(dataset);
        Assert.Equal(["a.gz", $"a.gz from {length}"], _server.Requests);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_all_again()
    {
        using var server = new FileServer { KnowsRanges = false };
        var a = Bytes(100_000);
        server.Files["a.gz"] = a;
        server.BreaksAfter.Enqueue(30_000);
        await Fetch(new RemoteDataset("test", "mnist", server.Address, [Describe("a.gz", a)]));
        Assert.Equal(a, File.ReadAllBytes(_data["to/a.gz"]));
        Assert.Equal(["a.gz", "a.gz from 30000"], server.Requests);
    }

    [Fact]
    public async Task The_rest_of_another_file_is_thrown_away()
    {
        var a = Bytes(100_000);
        var dataset = Offer(("a.gz", a));
        Directory.CreateDirectory(_data["to"]);
        File.WriteAllBytes(_data["to/a.gz.part"], Bytes(40_000, 9));
        await Fetch(dataset);
        Assert.Equal(["a.gz from 40000", "a.gz"], _server.Requests);
        Assert.Equal(a, File.ReadAllBytes(_data["to/a.gz"]));
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_deleted()
    {
        var dataset = Offer(("a.gz", Bytes(1000)));
        var other = Bytes(1000, 2);
        _server.Files["a.gz"] = other;
        Assert.Equal($"{_server.Address}a.gz is not the file that was expected: its MD5 is {Describe("", other).Md5}, not {dataset.Files[0].Md5}. It was deleted; another mirror may have the right one.", await Failure(dataset));
        Assert.Empty(Directory.GetFiles(_data["to"]));
        _server.Files["a.gz"] = Bytes(5000);
        Assert.Equal($"{_server.Address}a.gz is not the file that was expected: it has more than 1000 bytes.", await Failure(dataset));
        Assert.Equal(0, new FileInfo(_data["to/a.gz.part"]).Length);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_and_what_it_cannot_do_now_is_tried_again()
    {
        var dataset = Offer(("a.gz", Bytes(1000)));
        for (var i = 0; i < 2; i++) _server.Refusals.Enqueue("503 Service Unavailable");
        await Fetch(dataset);
        Assert.Equal(3, _server.Requests.Count);
        _server.Files.Clear();
        File.Delete(_data["to/a.gz"]);
        Assert.Equal($"{_server.Address}a.gz cannot be fetched: the server answers 404 NotFound.", await Failure(dataset));
        Assert.Equal(4, _server.Requests.Count);
        for (var i = 0; i < 4; i++) _server.Refusals.Enqueue("500 Internal Server Error");
        Assert.Equal($"{_server.Address}a.gz cannot be fetched: the server answers 500 InternalServerError.", await Failure(dataset));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        var address = _server.Address;
        _server.Dispose();
        var message = await Failure(new RemoteDataset("test", "mnist", address, [Describe("a.gz", [1])]));
        Assert.StartsWith($"{address}a.gz cannot be fetched: Connection refused", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_unpacked_without_its_folders()
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "cifar/"));
            foreach (var name in new[] { "cifar/data_batch_1.bin", "../../outside.bin", "/striate-outside.bin" })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "cifar/link") { LinkName = "/etc/passwd" });
        }
        var dataset = Offer(("x.tar.gz", memory.ToArray()));
        await Fetch(dataset);
        Assert.Equal(["data_batch_1.bin", "outside.bin", "striate-outside.bin", "x.tar.gz.md5"], Directory.GetFiles(_data["to"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists("/striate-outside.bin"));
        await Fetch(dataset);
        Assert.Single(_server.Requests);
        var broken = Offer(("y.tar.gz", Bytes(1000)));
        Assert.StartsWith($"'{_data["to/y.tar.gz"]}' is no whole archive: ", await Failure(broken), StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_data_sets_are_known()
    {
        Assert.Equal("'mnst' cannot be fetched. There are: mnist, fashion-mnist, cifar10.", Assert.Throws<ArgumentException>(() => RemoteDataset.Find("mnst")).Message);
        Assert.All(RemoteDataset.All, data => Assert.All(data.Files, file => Assert.Matches("^[0-9a-f]{32}$", file.Md5)));
        Assert.All(RemoteDataset.All, data => Assert.EndsWith(Path.Combine("striate", data.Name), data.CacheFolder, StringComparison.Ordinal));
    }

    // The files that these tests have are the published ones.
    [DataFact("mnist")]
    public void The_lengths_and_checksums_are_those_of_the_files()
    {
        foreach (var name in new[] { "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz" })
            Assert.Equal(RemoteDataset.Find("mnist").Files.Single(file => file.Name == name), Describe(name, File.ReadAllBytes(Path.Combine(TestData.Root!, "mnist", name))));
    }
}
