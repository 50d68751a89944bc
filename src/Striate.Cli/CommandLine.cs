using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
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
        if (parsed.Errors.Count > 0) return Refuse($"{Explain(parsed.Errors[0])} See '{Path(parsed.CommandResult)} --help'.");
        if (parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(IsNoNumber) is { } odd)
            return Refuse($"'{odd.Tokens[0].Value}' is not a number, which {odd.Option.Name} takes. See '{Path(parsed.CommandResult)} --help'.");
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (ArgumentException exception)
        {
            // The name of a parameter of our code is nothing to the person who typed an option.
            var suffix = $" (Parameter '{exception.ParamName}')";
            return Refuse(exception.Message.EndsWith(suffix, StringComparison.Ordinal) ? exception.Message[..^suffix.Length] : exception.Message);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or TrainingException or NotSupportedException or UnauthorizedAccessException or KeyNotFoundException
            or DllNotFoundException or InvalidOperationException)
        {
            return Refuse(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            return Refuse("This takes more memory than there is.");
        }
        catch (OverflowException)
        {
            return Refuse("The sizes are too large to count their elements.");
        }
    }

    /// <summary>All commands with all options; not a <see cref="RootCommand"/>, whose name is the file's that runs.</summary>
    public static Command Tree() => new("striate", "Convolutional networks for .NET: train, evaluate, run and look inside.")
    {
        new HelpOption(), new VersionOption(),
        TrainCommand.Create(), EvaluateCommand.Create(), PredictCommand.Create(), RunCommand.Create(), ConformanceCommand.Create(), SummaryCommand.Create(), ConvertCommand.Create(), CompareCommand.Create(), BenchCommand.Create(), DataCommand.Create(),
        ArithmeticCommand.Create(), TraceCommand.Create(), MatrixCommand.Create(), SeparabilityCommand.Create(), MeterCommand.Create(), ReceptiveFieldCommand.Create(),
        FilterCommand.Create(), MatchCommand.Create(), SmoothCommand.Create(),
    };

    private static int Refuse(string message)
    {
        Console.Error.WriteLine("striate: " + message.ReplaceLineEndings(" "));
        return 2;
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;

    // .NET reads nan and infinities as numbers.
    private static bool IsNoNumber(OptionResult result) => (Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType) is var type
        && (type == typeof(float) || type == typeof(double)) && result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.CurrentCulture, out var number)
        && !(type == typeof(float) ? float.IsFinite((float)number) : double.IsFinite(number));

    // System.CommandLine names .NET's type where a value is no number.
    private static string Explain(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var token, ..] } result || !error.Message.Contains($"'{result.Option.ValueType}'", StringComparison.Ordinal)) return error.Message;
        var type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
        var kind = type == typeof(float) || type == typeof(double) ? "a number" : "a whole number" + (type == typeof(ulong) ? " of 0 or more" : "");
        return $"'{token.Value}' is not {kind}, which {result.Option.Name} takes.";
    }
}
