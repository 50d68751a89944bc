using System.Globalization;

namespace Striate.Insight;

/// <summary>Two inputs and two factors with which a function is not linear.</summary>
/// <param name="X">An input, in the order of memory.</param>
/// <param name="Y">Another.</param>
/// <param name="A">The factor of x.</param>
/// <param name="B">The factor of y.</param>
/// <param name="Output">The number of the output that differs, in the order of memory.</param>
/// <param name="Found">f(a·x + b·y) there.</param>
/// <param name="Expected">a·f(x) + b·f(y) there, for functions with a constant a·(f(x) − f(0)) + b·(f(y) − f(0)) + f(0).</param>
public sealed record LinearityCounterExample(IReadOnlyList<float> X, IReadOnlyList<float> Y, int A, int B, int Output, double Found, double Expected)
{
    private const int Shown = 16;

    /// <summary>The example in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"with x = {List(X)}, y = {List(Y)}, a = {A} and b = {B}, f(a·x + b·y) is {Found:0.####} at output {Output}, and a·f(x) + b·f(y) is {Expected:0.####}.");

    private static string List(IReadOnlyList<float> values) => $"[{string.Join(", ", values.Take(Shown).Select(value => value.ToString(CultureInfo.InvariantCulture)))}{(values.Count > Shown ? ", …" : "")}]";
}
