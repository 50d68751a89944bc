namespace Striate.Tests.Layers;

/// <summary>One axis along which a window slides; the number of outputs follows by the formula unless it is given.</summary>
internal sealed record Sliding(int Input, int Kernel, int Stride = 1, int Dilation = 1, int Low = 0, int High = 0)
{
    public int Outputs { get; init; } = (Input + Low + High - Dilation * (Kernel - 1) - 1) / Stride + 1;

    /// <summary>Every output, tap and input pixel that meet, in row-major order; taps in the padding have no input, and those beyond it do not count.</summary>
    public static IEnumerable<(int Output, int Tap, int? Input)> Meetings(params Sliding[] axes)
    {
        var (outputs, taps) = (Product(axes, axis => axis.Outputs), Product(axes, axis => axis.Kernel));
        for (var output = 0; output < outputs; output++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var (input, scale, o, t) = ((int?)0, 1, output, tap);
                var beyond = false;
                for (var a = axes.Length - 1; a >= 0; a--)
                {
                    var axis = axes[a];
                    var place = o % axis.Outputs * axis.Stride - axis.Low + t % axis.Kernel * axis.Dilation;
                    input = place < 0 || place >= axis.Input ? null : input + place * scale;
                    beyond |= place >= axis.Input + axis.High;
                    (o, t, scale) = (o / axis.Outputs, t / axis.Kernel, scale * axis.Input);
                }
                if (!beyond) yield return (output, tap, input);
            }
        }
    }

    public static int Product(Sliding[] axes, Func<Sliding, int> size) => axes.Aggregate(1, (product, axis) => product * size(axis));
}
