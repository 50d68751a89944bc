using System.CommandLine;
using Striate.Cli.Commands;
using Striate.Training;

namespace Striate.Cli;

/// <summary>The <c>striate</c> command: its tree, and what exit codes mean.</summary>
public static class CommandLine
{
    /// <summary>0 success, 1 a failed check, 2 bad usage or bad input with one line on standard error, 130 stopped by Ctrl+C.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var parsed = Tree().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"striate: {parsed.Errors[0].Message} See 'striate {parsed.CommandResult.Command.Name switch { "striate" => "", var name => name + " " }}--help'.");
            return 2;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException or TrainingException or NotSupportedException or UnauthorizedAccessException or KeyNotFoundException)
        {
            Console.Error.WriteLine("striate: " + exception.Message.ReplaceLineEndings(" "));
            return 2;
        }
        catch (OverflowException)
        {
            Console.Error.WriteLine("striate: The sizes are too large to count their elements.");
            return 2;
        }
    }

    /// <summary>All commands with all options.</summary>
    public static RootCommand Tree() => new("Convolutional networks for .NET: train, evaluate, run and look inside.")
    {
        TrainCommand.Create(), EvaluateCommand.Create(), PredictCommand.Create(), RunCommand.Create(), ConformanceCommand.Create(), SummaryCommand.Create(), BenchCommand.Create(), DataCommand.Create(),
        ArithmeticCommand.Create(), TraceCommand.Create(), MatrixCommand.Create(), SeparabilityCommand.Create(), MeterCommand.Create(),
    };
}
