using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Striate.Data.Tests.Fetching;

/// <summary>A small web server on this machine, which can break off, forget ranges and be out of breath.</summary>
internal sealed partial class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public FileServer()
    {
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The requests in their order, as "name" or "name from 100".</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Body bytes after which each of the next answers breaks off.</summary>
    public Queue<int> BreaksAfter { get; } = [];

    /// <summary>Status lines that are answered first.</summary>
    public Queue<string> Refusals { get; } = [];

    public bool KnowsRanges { get; init; } = true;

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Answer(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side went away.
            }
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0) return;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        var name = Line().Match(text.ToString()).Groups[1].Value;
        var range = Range().Match(text.ToString());
        var start = range.Success && KnowsRanges ? int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        lock (Requests) Requests.Add(range.Success ? $"{name} from {range.Groups[1].Value}" : name);
        if (Refusals.TryDequeue(out var refusal) || !Files.ContainsKey(name))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {refusal ?? "404 Not Found"}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            return;
        }
        var body = Files[name].AsMemory(start);
        var status = start > 0 ? $"206 Partial Content\r\nContent-Range: bytes {start}-{Files[name].Length - 1}/{Files[name].Length}" : "200 OK";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(BreaksAfter.TryDequeue(out var most) ? body[..Math.Min(most, body.Length)] : body);
    }

    [GeneratedRegex(@"^GET /data/(\S+) ")]
    private static partial Regex Line();

    [GeneratedRegex(@"Range: bytes=(\d+)-", RegexOptions.IgnoreCase)]
    private static partial Regex Range();
}
