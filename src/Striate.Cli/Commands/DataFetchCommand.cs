using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Striate.Data.Fetching;

namespace Striate.Cli.Commands;

/// <summary><c>striate data fetch</c>: public data sets into a folder.</summary>
internal static class DataFetchCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "mnist, fashion-mnist or cifar10" };
        var to = new Option<string?>("--to") { Description = "The folder (default striate/NAME in XDG_CACHE_HOME or ~/.cache)" };
        var from = new Option<string?>("--from") { Description = "The address of another mirror, under which the files lie (default the data set's public one)" };
        var json = Options.Json();
        var command = new Command("fetch", "Fetch a public data set: with checksums, and going on where an earlier attempt stopped") { name, to, from, json };
        command.SetAction(parsed =>
        {
            var dataset = RemoteDataset.Find(parsed.GetValue(name)!);
            var folder = parsed.GetValue(to) ?? dataset.CacheFolder;
            var mirror = parsed.GetValue(from) is { } text ? Mirror(text) : null;
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            using var cancellation = new CancellationTokenSource();
            ConsoleCancelEventHandler stop = (_, pressed) =>
            {
                pressed.Cancel = true;
                cancellation.Cancel();
            };
            Console.CancelKeyPress += stop;
            try
            {
                new DatasetFetcher(client).FetchAsync(dataset, folder, mirror, new Watch().Tell, cancellation.Token).GetAwaiter().GetResult();
            }
            finally
            {
                Console.CancelKeyPress -= stop;
            }
            if (!parsed.GetValue(json))
            {
                Console.Out.WriteLine($"{dataset.Kind}:{folder}");
                return 0;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteString("data", $"{dataset.Kind}:{folder}");
                writer.WriteStartArray("files");
                foreach (var file in dataset.Files)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", file.Name);
                    writer.WriteNumber("bytes", file.Bytes);
                    writer.WriteString("md5", file.Md5);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return 0;
        });
        return command;
    }

    private static Uri Mirror(string text) => Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new ArgumentException($"--from {text} is no address that begins with http:// or https://.");

    /// <summary>A line a file on standard error, and, while a person watches, how far it is.</summary>
    private sealed class Watch
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private string _file = "";
        private long _first;
        private double _started;
        private double _told;

        public void Tell(FetchProgress progress)
        {
            var now = _watch.Elapsed.TotalSeconds;
            if (_file != progress.File.Name) (_file, _first, _started, _told) = (progress.File.Name, progress.Bytes, now, now);
            var isWatched = !Console.IsErrorRedirected;
            if (progress.IsDone)
            {
                Console.Error.WriteLine($"{(isWatched ? "\r\e[K" : "")}{progress.File.Name}: {Size(progress.File.Bytes)}, checksum right");
                return;
            }
            if (!isWatched || now - _told < 0.2) return;
            _told = now;
            var rate = (progress.Bytes - _first) / Math.Max(now - _started, 1e-3);
            var left = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Size((long)rate)}/s, {(progress.File.Bytes - progress.Bytes) / rate:0} s left") : "";
            Console.Error.Write($"\r\e[K{progress.File.Name}: {Size(progress.Bytes)} of {Size(progress.File.Bytes)}{left}");
        }

        private static string Size(long bytes) => bytes < 100_000 ? $"{bytes} bytes" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
    }
}
