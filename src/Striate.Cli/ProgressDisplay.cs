using System.Diagnostics;
using System.Globalization;
using Striate.Training;

namespace Striate.Cli;

/// <summary>A progress bar with the time left while a person watches, and a line an epoch.</summary>
internal sealed class ProgressDisplay(bool json) : IDisposable
{
    private const int Width = 30;

    private readonly TextWriter _to = json ? Console.Error : Console.Out;
    private readonly bool _watched = json ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _firstStep = -1;
    private long _nextDraw;

    public void Step(StepReport report)
    {
        if (_firstStep < 0) _firstStep = report.Step - 1;
        if (!_watched || _clock.ElapsedMilliseconds < _nextDraw) return;
        _nextDraw = _clock.ElapsedMilliseconds + 100;
        var left = _clock.Elapsed / Math.Max(1, report.Step - _firstStep) * (report.TotalSteps - report.Step);
        var filled = (int)(Width * report.Step / report.TotalSteps);
        _to.Write(string.Create(CultureInfo.InvariantCulture, $"\r{new string('█', filled)}{new string('░', Width - filled)} epoch {report.Epoch}, step {report.Step}/{report.TotalSteps}, loss {report.Loss:0.0000}, {left:mm\\:ss} left "));
    }

    public void Epoch(EpochRecord record)
    {
        Clear();
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {record.Epoch,3}  loss {record.Loss:0.0000}");
        if (record.Accuracy is { } accuracy) text += string.Create(CultureInfo.InvariantCulture, $"  accuracy {accuracy:0.0000}");
        if (record.ValidationLoss is { } loss) text += string.Create(CultureInfo.InvariantCulture, $"  validation loss {loss:0.0000}");
        if (record.ValidationAccuracy is { } validation) text += string.Create(CultureInfo.InvariantCulture, $"  validation accuracy {validation:0.0000}");
        _to.WriteLine(text + string.Create(CultureInfo.InvariantCulture, $"  {record.Seconds:0.0} s"));
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        if (_watched) _to.Write("\r" + new string(' ', Width + 70) + "\r");
    }
}
