using Striate.Kernels.Arrays;

namespace Striate.Steps.Arrays;

/// <summary>Non-maximum suppression: a row for each box that stays.</summary>
internal sealed class SuppressStep(bool isCentred, int mostPerClass, float overlap, float scoreThreshold, Value boxes, Value scores, Value output) : Step([boxes, scores], output)
{
    private readonly int[] _order = new int[boxes.Shape[1]];
    private readonly float[] _keys = new float[boxes.Shape[1]];
    private readonly int[] _selected = new int[boxes.Shape[1]];

    public override string Kind => "suppress";

    public override void Forward(StepContext context)
    {
        var (classes, count) = (Inputs[1].Shape[1], Inputs[0].Shape[1]);
        var output = Output.As<long>();
        output.Clear();
        var rows = 0;
        for (var i = 0; i < Inputs[1].Shape[0] * classes; i++)
        {
            var selected = BoxSuppression.Select(Inputs[0].Data.Slice(i / classes * count * 4, count * 4), Inputs[1].Data.Slice(i * count, count), isCentred,
                mostPerClass, overlap, scoreThreshold, _order, _keys, _selected);
            for (var j = 0; j < selected; j++, rows++) (output[rows * 3], output[rows * 3 + 1], output[rows * 3 + 2]) = (i / classes, i % classes, _selected[j]);
        }
        Output.Rows = rows;
    }

    // Places have no gradient.
    public override void Backward(StepContext context)
    {
    }
}
