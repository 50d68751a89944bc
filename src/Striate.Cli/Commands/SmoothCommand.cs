using System.CommandLine;
using System.Globalization;
using Striate.Data.Readers;
using Striate.Insight;

namespace Striate.Cli.Commands;

/// <summary><c>striate smooth</c>: causal weighted averages of a series, and whether their weights are such.</summary>
internal static class SmoothCommand
{
    private const int LongestPrint = 40;

    public static Command Create()
    {
        var signal = new Argument<string>("signal") { Description = "A .csv file: one column or row of measurements, or time and measurement in two columns" };
        var weights = new Option<string>("--weights") { Description = "exponential:TAU, box:AGES, or a .csv file: a weight an age, or age and weight in two columns", DefaultValueFactory = _ => "exponential:3" };
        var zeros = new Option<bool>("--zeros-before") { Description = "Take what was before the first measurement as zeros; otherwise the mean is of what there is" };
        var output = new Option<string?>("--out") { Description = "Also write measurements and averages: a .csv file" };
        var json = Options.Json();
        var command = new Command("smooth", "Smooth a series by a weighted average of its past") { signal, weights, zeros, output, json };
        command.SetAction(parsed =>
        {
            var (times, x) = Series(parsed.GetValue(signal)!);
            var step = times.Length < 2 ? 1 : times[1] - times[0];
            var (w, density, oldest) = Weights(parsed.GetValue(weights)!, step, x.Length);
            (string Name, bool Holds)[] checks = [("sum to 1", w.SumToOne), ("none negative", w.AreDensity), ("none for negative ages", w.LookBackOnly), ("not increasing with age", w.FavourTheRecent)];
            var smooth = w.Apply(x, parsed.GetValue(zeros));
            var integral = density is null ? null : Integral(times, x, density, oldest, parsed.GetValue(zeros));
            var passed = checks.All(check => check.Holds);
            if (parsed.GetValue(output) is { } file && passed)
                File.WriteAllText(file, string.Concat(x.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{times[i]:G9},{value:G9},{smooth[i]:G9}\n"))));
            if (parsed.GetValue(json)) WriteJson(w, checks, smooth, integral, passed ? parsed.GetValue(output) : null);
            else WriteText(w, checks, times, x, smooth, integral);
            return passed ? 0 : 1;
        });
        return command;
    }

    private static (double[] Times, double[] Values) Series(string path)
    {
        var table = Csv.Read(path);
        var numbers = table.ToArray().Select(value => (double)value).ToArray();
        if (table.Shape[0] == 1 || table.Shape[1] == 1) return ([.. Enumerable.Range(0, numbers.Length).Select(i => (double)i)], numbers);
        if (table.Shape[1] != 2) throw new InvalidDataException($"'{path}' is a table of {table.Shape}; a series is one column, one row, or time and measurement in two columns.");
        double[] times = [.. numbers.Where((_, i) => i % 2 == 0)], values = [.. numbers.Where((_, i) => i % 2 == 1)];
        var step = times[1] - times[0];
        // Times are read to seven digits.
        if (!(step > 0) || times.Where((time, i) => Math.Abs(time - times[0] - i * step) > 1e-3 * step + 1e-6 * Math.Abs(time)).Any())
            throw new InvalidDataException($"'{path}' has times that are not evenly spaced; weights by age need one step.");
        return (times, values);
    }

    private static (CausalWeights Weights, Func<double, double>? Density, double Oldest) Weights(string text, double step, int length)
    {
        double Number(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new ArgumentException($"--weights {text} is unknown. There are: exponential:TAU, box:AGES, FILE.csv.");
        switch (text.Split(':', 2))
        {
            case ["exponential", var number]:
                var tau = Number(number);
                // Behind twenty τ less than 10⁻⁸ is left.
                var ages = (int)Math.Clamp(Math.Ceiling(20 * tau / step), 1, Math.Max(length, 1));
                return (CausalWeights.Exponential(tau, step, ages), age => Math.Exp(-age / tau) / tau, 20 * tau);
            case ["box", var number]:
                var count = Number(number) is >= 1 and <= 1 << 20 and var many && many == Math.Floor(many) ? (int)many : throw new ArgumentException($"--weights {text} has no whole number of ages.");
                return (CausalWeights.Box(count), _ => 1 / (count * step), count * step);
        }
        if (!text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) Number(text);
        var table = Csv.Read(text);
        double[] numbers = [.. table.ToArray().Select(value => (double)value)];
        if (table.Shape[1] != 2 || table.Shape[0] == 1) return (new CausalWeights(numbers), null, 0);
        double[] given = [.. numbers.Where((_, i) => i % 2 == 0)];
        if (given.Where((age, i) => age != given[0] + i).Any() || given[0] != Math.Floor(given[0])) throw new InvalidDataException($"'{text}' has ages that are not whole numbers one after the other.");
        return (new CausalWeights([.. numbers.Where((_, i) => i % 2 == 1)], (int)given[0]), null, 0);
    }

    // The series as a broken line; before the first measurement zero, or what is left of the density scaled up.
    private static double[] Integral(double[] times, double[] x, Func<double, double> density, double oldest, bool zeros)
    {
        var step = times.Length < 2 ? 1 : times[1] - times[0];
        double At(double time)
        {
            var place = (time - times[0]) / step;
            if (place < 0) return 0;
            var i = Math.Min((int)place, x.Length - 1);
            return i == x.Length - 1 ? x[i] : x[i] + (place - i) * (x[i + 1] - x[i]);
        }
        return [.. times.Select((time, i) =>
        {
            var reach = Math.Min(oldest, time - times[0]);
            if (reach <= 0) return zeros ? 0 : x[i];
            // Pieces of one step: the broken line has its corners between them.
            var pieces = (int)Math.Clamp(Math.Round(reach / step), 1, 1 << 16);
            var sum = ContinuousConvolution.At(At, density, time, reach, pieces);
            return zeros ? sum : sum / ContinuousConvolution.At(_ => 1, density, time, reach, pieces);
        })];
    }

    private static void WriteText(CausalWeights w, (string Name, bool Holds)[] checks, double[] times, double[] x, double[] smooth, double[]? integral)
    {
        Console.Out.WriteLine($"{w.Values.Count} weights from age {w.FirstAge}: {string.Join(' ', w.Values.Take(12).Select(Number))}{(w.Values.Count > 12 ? " …" : "")}, sum {Number(w.Sum)}");
        foreach (var (name, holds) in checks) Console.Out.WriteLine($"{(holds ? "PASS" : "FAIL")} {name}");
        string[] head = integral is null ? ["time", "measured", "smooth"] : ["time", "measured", "smooth", "integral"];
        TextTable.Write(head, Enumerable.Range(0, Math.Min(x.Length, LongestPrint)).Select(i => (string[])[Number(times[i]), Number(x[i]), Number(smooth[i]), .. integral is null ? Array.Empty<string>() : [Number(integral[i])]]));
        if (x.Length > LongestPrint) Console.Out.WriteLine($"… {x.Length - LongestPrint} more: --out writes them");
        if (integral is not null) Console.Out.WriteLine($"largest difference from the integral: {Number(smooth.Zip(integral, (a, b) => Math.Abs(a - b)).Max())}");
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static void WriteJson(CausalWeights w, (string Name, bool Holds)[] checks, double[] smooth, double[]? integral, string? file) => JsonOutput.Write(json =>
    {
        void Numbers(string name, IEnumerable<double> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteNumber("first_age", w.FirstAge);
        Numbers("weights", w.Values);
        json.WriteStartArray("checks");
        foreach (var (name, holds) in checks)
        {
            json.WriteStartObject();
            json.WriteString("check", name);
            json.WriteBoolean("passed", holds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Numbers("smooth", smooth);
        Numbers("integral", integral ?? []);
        json.WriteOptionalString("out", file);
    });
}
