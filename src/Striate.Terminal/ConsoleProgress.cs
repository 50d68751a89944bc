using System.Globalization;
using Striate.Training;

namespace Striate.Terminal;

/// <summary>A bar with the time left while a person watches, and a line an epoch. A step allocates nothing.</summary>
internal sealed class ConsoleProgress(TextWriter to, bool isWatched, TimeProvider clock) : Progress
{
    private const int Width = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly char[] _line = new char[512];
    private long _began;
    private long _drawn;
    private long _firstStep = -1;
    private int _length;
    private int _shown;

    public override void Step(in StepReport report)
    {
        if (!isWatched) return;
        if (_firstStep < 0) (_firstStep, _began) = (report.Step - 1, clock.GetTimestamp());
        else if (clock.GetElapsedTime(_drawn) < Redraw) return;
        _drawn = clock.GetTimestamp();
        var filled = (int)(Width * report.Step / report.TotalSteps);
        _length = 0;
        Append("\r");
        Append('█', filled);
        Append('░', Width - filled);
        Append(" epoch ");
        Append(report.Epoch);
        Append(", step ");
        Append(report.Step);
        Append("/");
        Append(report.TotalSteps);
        Append(", loss ");
        Append(report.Loss);
        // The first step knows nothing of the time that others will take.
        if (report.Step - _firstStep > 1)
        {
            var left = (long)(clock.GetElapsedTime(_began) / (report.Step - _firstStep) * (report.TotalSteps - report.Step)).TotalSeconds;
            Append(", ");
            Append(left / 60);
            Append(left % 60 < 10 ? ":0" : ":");
            Append(left % 60);
            Append(" left");
        }
        var shown = _length;
        Append(' ', Math.Max(0, _shown - shown));
        to.Write(_line, 0, _length);
        _shown = shown;
    }

    public override void Epoch(EpochRecord record)
    {
        End();
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {record.Epoch,3}  loss {record.Loss:0.0000}");
        if (record.Accuracy is { } accuracy) text += string.Create(CultureInfo.InvariantCulture, $"  accuracy {accuracy:0.0000}");
        if (record.ValidationLoss is { } loss) text += string.Create(CultureInfo.InvariantCulture, $"  validation loss {loss:0.0000}");
        if (record.ValidationAccuracy is { } validation) text += string.Create(CultureInfo.InvariantCulture, $"  validation accuracy {validation:0.0000}");
        to.WriteLine(text + string.Create(CultureInfo.InvariantCulture, $"  {record.Seconds:0.0} s"));
    }

    /// <summary>Wipes the bar.</summary>
    public override void End()
    {
        if (_shown == 0) return;
        _length = 0;
        Append("\r");
        Append(' ', _shown - 1);
        Append("\r");
        to.Write(_line, 0, _length);
        _shown = 0;
    }

    private void Append(string text)
    {
        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }

    private void Append(char letter, int count)
    {
        _line.AsSpan(_length, count).Fill(letter);
        _length += count;
    }

    private void Append(long value)
    {
        value.TryFormat(_line.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Append(double value)
    {
        value.TryFormat(_line.AsSpan(_length), out var written, "0.0000", CultureInfo.InvariantCulture);
        _length += written;
    }
}
