using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Striate.Data.Fetching;

/// <summary>Fetches public data sets: what was interrupted goes on where it stopped, and nothing counts as fetched before its checksum is right.</summary>
/// <remarks>A file that is coming in is called NAME.part; it gets its name when it is whole.</remarks>
public sealed class DatasetFetcher(HttpClient client)
{
    // A connection that breaks is taken up again this often without a byte between.
    private const int Attempts = 4;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a connection is taken up again; doubled each time.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fetches the files that are not there yet.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="folder">Where it goes; made if it is not there.</param>
    /// <param name="mirror">Another place where its files lie, or null.</param>
    /// <param name="progress">Told as bytes come in, and once for each file that is whole.</param>
    /// <param name="cancellation">Stops; what has come stays.</param>
    /// <exception cref="InvalidDataException">A file cannot be had, or is not what it should be; the message names its address.</exception>
    public async Task FetchAsync(RemoteDataset dataset, string folder, Uri? mirror = null, Action<FetchProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(folder);
        Directory.CreateDirectory(folder);
        foreach (var file in dataset.Files)
        {
            if (Archives.IsArchive(file.Name) && Archives.IsUnpacked(folder, file))
            {
                progress?.Invoke(new FetchProgress(file, file.Bytes, true));
                continue;
            }
            var path = Path.Combine(folder, file.Name);
            if (!await HasChecksum(path, file, cancellation).ConfigureAwait(false)) await Fetch(new Uri(mirror ?? dataset.Mirror, file.Name), path, file, progress, cancellation).ConfigureAwait(false);
            if (Archives.IsArchive(file.Name)) await Archives.Unpack(path, folder, file, cancellation).ConfigureAwait(false);
            progress?.Invoke(new FetchProgress(file, file.Bytes, true));
        }
    }

    private async Task Fetch(Uri address, string path, RemoteFile file, Action<FetchProgress>? progress, CancellationToken cancellation)
    {
        var part = path + ".part";
        var isResumed = File.Exists(part);
        await Receive(address, part, file, progress, cancellation).ConfigureAwait(false);
        if (isResumed && !await HasChecksum(part, file, cancellation).ConfigureAwait(false))
        {
            // What was there before may have been of another file.
            File.Delete(part);
            await Receive(address, part, file, progress, cancellation).ConfigureAwait(false);
        }
        if (!await HasChecksum(part, file, cancellation).ConfigureAwait(false))
        {
            var found = await Checksum(part, cancellation).ConfigureAwait(false);
            File.Delete(part);
            throw new InvalidDataException($"{address} is not the file that was expected: its MD5 is {found}, not {file.Md5}. It was deleted; another mirror may have the right one.");
        }
        File.Move(part, path, overwrite: true);
    }

    private async Task Receive(Uri address, string part, RemoteFile file, Action<FetchProgress>? progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = Length(part);
            try
            {
                if (before < file.Bytes) await ReceiveRest(address, part, file, progress, cancellation).ConfigureAwait(false);
                if (Length(part) >= file.Bytes) return;
                throw new IOException("the connection ended");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                var status = (exception as HttpRequestException)?.StatusCode;
                var why = status is { } code ? $"the server answers {(int)code} {code}" : exception is OperationCanceledException ? $"nothing came for {Silence.TotalSeconds} s" : exception.Message.TrimEnd('.');
                var now = Length(part);
                if (now > before) attempt = 0;
                // What the server refuses it will refuse again, unless it is out of breath.
                if (attempt >= Attempts || (status is { } refused && refused < HttpStatusCode.InternalServerError && refused != HttpStatusCode.TooManyRequests))
                    throw new InvalidDataException(now == 0 ? $"{address} cannot be fetched: {why}." : $"{address} broke off after {now} of {file.Bytes} bytes: {why}. The same command goes on from there.");
                await Task.Delay(Pause * (1 << attempt), cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveRest(Uri address, string part, RemoteFile file, Action<FetchProgress>? progress, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var have = Length(part);
        if (have > 0) request.Headers.Range = new RangeHeaderValue(have, null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Silence);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        // A server that knows no ranges sends everything again.
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        var total = goesOn ? have : 0;
        using var source = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        using var target = Writing(part, () => new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        var buffer = new byte[1 << 16];
        while (true)
        {
            patience.CancelAfter(Silence);
            var read = await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (read == 0) return;
            total += read;
            // No more than was announced is written, whatever the server sends.
            if (total > file.Bytes)
            {
                target.SetLength(0);
                throw new InvalidDataException($"{address} is not the file that was expected: it has more than {file.Bytes} bytes.");
            }
            _ = Writing(part, () =>
            {
                target.Write(buffer, 0, read);
                return true;
            });
            progress?.Invoke(new FetchProgress(file, total, false));
        }
    }

    // A disk that is full is no connection that breaks.
    private static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static async Task<bool> HasChecksum(string path, RemoteFile file, CancellationToken cancellation) =>
        Length(path) == file.Bytes && await Checksum(path, cancellation).ConfigureAwait(false) == file.Md5;

    private static async Task<string> Checksum(string path, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // The checksum that was published guards against damage, not against forgery.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false));
#pragma warning restore CA5351
    }
}
