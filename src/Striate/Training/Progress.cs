namespace Striate.Training;

/// <summary>Watches a run and shows how far it has come. A progress of your own derives from this class.</summary>
/// <remarks>Called on the trainer's thread, between two steps: what takes long here makes training long.
/// <c>Striate.Terminal</c> adds <c>Progress.Console()</c>.</remarks>
/// <example><code>
/// trainer.Fit(data, epochs: 5, batch: 128, progress: Progress.Console());
/// </code></example>
public abstract class Progress
{
    /// <summary>After every step.</summary>
    public virtual void Step(in StepReport report)
    {
    }

    /// <summary>After every epoch, validation included.</summary>
    public virtual void Epoch(EpochRecord record)
    {
    }

    /// <summary>When the run ends: with success, by cancellation or by an error.</summary>
    public virtual void End()
    {
    }
}
