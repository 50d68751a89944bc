using System.Globalization;
using System.Text;

namespace Striate.Insight;

public sealed partial class ConvolutionTrace
{
    /// <summary>A line a product: <c>x[0,1]·w[0,1] = 1·1 = 1, sum 1</c>; with several channels their number stands last in the brackets.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"{Name}: input {Input.Shape[..^1]}, kernel {Kernel.Shape[..^1]}, output {Output.Shape}\n");
        IReadOnlyList<int>? output = null;
        foreach (var step in Steps())
        {
            if (step.Output != output) text.Append(F($"y[{string.Join(',', step.Output)}] = {Output.Floats[(int)MapOrder.Number(Output.Shape, VectorOrder.RowMajor, step.Output)]}\n"));
            output = step.Output;
            text.Append(F($"  x[{Place(step.Input, step)}]·w[{Place(step.Tap, step)}] = {step.Value}·{step.Weight} = {step.Product}, sum {step.Sum}{(step.IsPadding ? " (padding)" : "")}\n"));
        }
        return text.ToString();
    }

    /// <summary>A line an output, in numbered cells: <c>y1 = x1·k1 + x2·k2 + x4·k3 + x5·k4 = 37</c>. Zeros of the padding are left out, its copies stand as the cells that they are.</summary>
    public string ToSymbols()
    {
        var text = new StringBuilder();
        foreach (var (output, i) in MapOrder.Places(Output.Shape, Order).Select((output, i) => (output, i)))
        {
            var (x, k) = (Input.Shape[..^1], Kernel.Shape[..^1]);
            var terms = StepsOf(output).Where(step => step.Source is not null || step.Value != 0)
                .Select(step => F($"{(step.Source is null ? F($"{step.Value}") : F($"x{Number(x, step.Source, step)}"))}·k{Number(k, step.Tap, step)}"));
            text.Append(F($"y{i + 1} = {string.Join(" + ", terms)} = {Output.Floats[(int)MapOrder.Number(Output.Shape, VectorOrder.RowMajor, output)]}\n"));
        }
        return text.ToString();
    }

    /// <summary>A row a product, with the names of the columns first; places of several axes are joined by blanks.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("operation,output,channel,input,tap,padding,value,weight,product,sum\n");
        foreach (var step in Steps())
        {
            text.Append(F($"{Name},{string.Join(' ', step.Output)},{step.Channel},{string.Join(' ', step.Input)},{string.Join(' ', step.Tap)},{(step.IsPadding ? 1 : 0)},"))
                .Append(F($"{step.Value},{step.Weight},{step.Product},{step.Sum}\n"));
        }
        return text.ToString();
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Place(IReadOnlyList<int> place, TraceStep step) => string.Join(',', Input.Shape.Channels == 1 ? place : [.. place, step.Channel]);

    // From 1 on, channel behind channel.
    private long Number(IReadOnlyList<int> sizes, IReadOnlyList<int> place, TraceStep step) =>
        MapOrder.Number(sizes, Order, place) + 1 + step.Channel * sizes.Aggregate(1L, (product, size) => product * size);
}
