using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Striate.Training;

/// <summary><c>steps.csv</c> and <c>metrics.csv</c>: a row a step, a row an epoch. Rows are formatted into one block; a step allocates nothing.</summary>
internal sealed class TrainingLog : IDisposable
{
    private const string StepsHead = "step,epoch,loss,learning_rate\n";
    private const string MetricsHead = "epoch,step,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n";

    private readonly FileStream _steps;
    private readonly FileStream _metrics;
    private readonly byte[] _row = new byte[256];

    /// <summary>Begins the files, or goes on behind a step: what a killed run wrote after its checkpoint is cut off.</summary>
    public TrainingLog(string folder, long step, int epoch)
    {
        Directory.CreateDirectory(folder);
        _steps = Open(Path.Combine(folder, "steps.csv"), StepsHead, step);
        _metrics = Open(Path.Combine(folder, "metrics.csv"), MetricsHead, epoch);
    }

    public void WriteStep(long step, int epoch, double loss, double learningRate)
    {
        var length = 0;
        Append(step, ref length);
        Append(epoch, ref length);
        Append(loss, ref length);
        Append((float)learningRate, ref length);
        _row[length - 1] = (byte)'\n';
        _steps.Write(_row, 0, length);
    }

    public void WriteEpoch(EpochRecord record)
    {
        string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
        var row = string.Join(',', record.Epoch, record.Step, Text(record.Loss), Text(record.Accuracy), Text(record.ValidationLoss), Text(record.ValidationAccuracy),
            ((float)record.LearningRate).ToString("R", CultureInfo.InvariantCulture), record.Seconds.ToString("0.###", CultureInfo.InvariantCulture));
        _metrics.Write(Encoding.ASCII.GetBytes(row + "\n"));
    }

    public void Flush()
    {
        _steps.Flush(flushToDisk: false);
        _metrics.Flush(flushToDisk: false);
    }

    public void Dispose()
    {
        _steps.Dispose();
        _metrics.Dispose();
    }

    private static FileStream Open(string path, string head, long last)
    {
        var goesOn = last > 0 && File.Exists(path);
        var kept = goesOn ? KeptLength(path, last) : 0;
        var file = new FileStream(path, goesOn ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        file.SetLength(kept);
        file.Seek(kept, SeekOrigin.Begin);
        if (kept == 0) file.Write(Encoding.ASCII.GetBytes(head));
        return file;
    }

    // The bytes of the head and of the whole rows up to a number: cutting there, not writing anew, loses nothing if the process is killed again.
    private static long KeptLength(string path, long last)
    {
        var (length, expected) = (0L, 0L);
        foreach (var row in File.ReadLines(path))
        {
            // Rows count from 1 without gaps; a torn one may look like a smaller number.
            if (expected > last || expected > 0 && !row.StartsWith($"{expected},", StringComparison.Ordinal)) break;
            length += row.Length + 1;
            expected++;
        }
        return Math.Min(length, new FileInfo(path).Length);
    }

    private void Append(long value, ref int length)
    {
        Utf8Formatter.TryFormat(value, _row.AsSpan(length), out var written);
        length += written;
        _row[length++] = (byte)',';
    }

    private void Append(float value, ref int length)
    {
        value.TryFormat(_row.AsSpan(length), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
        _row[length++] = (byte)',';
    }

    private void Append(double value, ref int length)
    {
        value.TryFormat(_row.AsSpan(length), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
        _row[length++] = (byte)',';
    }
}
