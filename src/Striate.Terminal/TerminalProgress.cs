using Striate.Training;

namespace Striate.Terminal;

/// <summary>Training on a terminal.</summary>
public static class TerminalProgress
{
    extension(Progress)
    {
        /// <summary>A line an epoch, and while a person watches a bar with the time left; where the output goes to a file, the lines alone.</summary>
        /// <param name="onError">Whether to write to standard error, which leaves standard output to results.</param>
        /// <example><code>
        /// var history = trainer.Fit(data, epochs: 5, batch: 128, progress: Progress.Console());
        /// </code></example>
        public static Progress Console(bool onError = false) => onError
            ? new ConsoleProgress(System.Console.Error, !System.Console.IsErrorRedirected, TimeProvider.System)
            : new ConsoleProgress(System.Console.Out, !System.Console.IsOutputRedirected, TimeProvider.System);
    }
}
