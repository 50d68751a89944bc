namespace Striate.Onnx.Tests.Fuzzing;

/// <summary>Reads spoilt files one after the other: a result or an <see cref="InvalidDataException"/> that names the file, at most 256 MB, no hang.</summary>
internal static class Fuzzer
{
    private const long MostBytes = 256 << 20;

    // A file takes a millisecond; a machine that others use may take a thousand times as long. Looks are counted, not seconds: a process that is held looks at nothing.
    private const int MostLooks = 300, LookMilliseconds = 100;

    /// <summary>The number of files: that of the variable STRIATE_FUZZ, or one that takes a few seconds.</summary>
    public static int Count(int otherwise) => int.TryParse(Environment.GetEnvironmentVariable("STRIATE_FUZZ"), out var stated) ? stated : otherwise;

    /// <summary>Runs all cases on a thread of its own and watches it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="write">Writes the case of a number and says its path.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>How many were read.</returns>
    public static int Run(int count, Func<int, string> write, Action<string> read)
    {
        var (done, stop, readable) = (0, false, 0);
        var (failures, current) = (new List<string>(), "");
        var thread = new Thread(() =>
        {
            for (var i = 0; i < count && failures.Count < 20 && !Volatile.Read(ref stop); i++)
            {
                var path = write(i);
                Volatile.Write(ref current, path);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    read(path);
                    readable++;
                }
                catch (InvalidDataException exception) when (exception.Message.Contains(path, StringComparison.Ordinal))
                {
                    // What the reader is documented to say.
                }
                catch (Exception exception)
                {
                    failures.Add($"case {i}: {exception}");
                    Keep(path, i);
                }
                var taken = GC.GetAllocatedBytesForCurrentThread() - before;
                if (taken > MostBytes)
                {
                    failures.Add($"case {i} took {taken} bytes");
                    Keep(path, i);
                }
                Volatile.Write(ref done, i + 1);
            }
        })
        { IsBackground = true };
        thread.Start();
        for (var (looks, last) = (0, -1); !thread.Join(LookMilliseconds);)
        {
            looks = Volatile.Read(ref done) == last ? looks + 1 : 0;
            last = Volatile.Read(ref done);
            if (looks < MostLooks) continue;
            Volatile.Write(ref stop, true);
            Keep(Volatile.Read(ref current), last);
            Assert.Fail($"Case {last} takes more than {MostLooks * LookMilliseconds / 1000} s.");
        }
        Assert.Equal("", string.Join("\n\n", failures));
        return readable;
    }

    // Cases that fail stay where STRIATE_FUZZ_KEEP says, so that they can be looked at.
    private static void Keep(string path, int i)
    {
        if (Environment.GetEnvironmentVariable("STRIATE_FUZZ_KEEP") is { Length: > 0 } folder && File.Exists(path)) File.Copy(path, Path.Combine(folder, $"{i}{Path.GetExtension(path)}"), overwrite: true);
    }
}
