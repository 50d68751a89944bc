using System.Globalization;
using System.Text;

namespace Striate.Insight;

public sealed partial class LayerMatrix
{
    /// <summary>A line a row, in numbers.</summary>
    public string ToText() => Lines((row, column) => this[row, column].ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>A line a row, in numbered weights: <c>k1 k2 0 k3</c>; a place where several meet is written with a sum's number behind the weights'.</summary>
    public string ToSymbols() => HasParameters ? Lines((row, column) => TieAt(row, column) is >= 0 and var tie ? $"k{tie + 1}" : "0") : ToText();

    /// <summary>The numbers, a row a line, separated by commas.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(column => this[row, column].ToString(CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }

    /// <summary>What holds of its diagonals: along each spatial axis the next output has the next inputs' numbers.</summary>
    /// <returns><c>Toeplitz</c>, <c>circulant</c>, their <c>doubly block</c> forms for two axes and <c>triply block</c> for three, or <c>without diagonals</c>.</returns>
    public string Structure()
    {
        if (Input.Rank < 2 || Input.Rank != Output.Rank) return "without diagonals";
        var name = Input.Rank switch { 2 => "", 3 => "doubly block ", _ => "triply block " };
        if (Input[..^1] == Output[..^1] && FollowsDiagonals(wraps: true)) return name + "circulant";
        return FollowsDiagonals(wraps: false) ? name + "Toeplitz" : "without diagonals";
    }

    private bool FollowsDiagonals(bool wraps)
    {
        var (from, to) = (Input[..^1], Output[..^1]);
        var outputs = MapOrder.Places(to, Order).ToArray();
        var inputs = MapOrder.Places(from, Order).ToArray();
        for (var axis = 0; axis < from.Rank; axis++)
        {
            for (var row = 0; row < Rows; row++)
            {
                if (Next(outputs[row % outputs.Length], to, axis, wraps) is not { } below) continue;
                for (var column = 0; column < Columns; column++)
                {
                    if (Next(inputs[column % inputs.Length], from, axis, wraps) is not { } right) continue;
                    var (nextRow, nextColumn) = (row / outputs.Length * outputs.Length + below, column / inputs.Length * inputs.Length + right);
                    if (this[row, column] != this[nextRow, nextColumn]) return false;
                }
            }
        }
        return true;
    }

    private int? Next(int[] place, IReadOnlyList<int> sizes, int axis, bool wraps)
    {
        int[] next = [.. place];
        next[axis]++;
        if (next[axis] == sizes[axis] && !wraps) return null;
        next[axis] %= sizes[axis];
        return (int)MapOrder.Number(sizes, Order, next);
    }

    private string Lines(Func<int, int, string> cell)
    {
        var text = new StringBuilder();
        var cells = Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, Columns).Select(column => cell(row, column)).ToArray()).ToArray();
        var width = cells.Max(row => row.Max(word => word.Length));
        foreach (var row in cells) text.AppendJoin(' ', row.Select(word => word.PadLeft(width))).Append('\n');
        return text.ToString();
    }
}
