namespace Striate.Onnx;

/// <summary>One axis of an ONNX Resize: where outputs lie and the shares of the inputs around, as ONNX's reference has them.</summary>
internal sealed record ResizeAxis(int Input, int Output, double Scale)
{
    public string Mode { get; init; } = "nearest";

    public string Coordinates { get; init; } = "half_pixel";

    public string Nearest { get; init; } = "round_prefer_floor";

    public float CubicCoefficient { get; init; } = -0.75f;

    public bool ExcludesOutside { get; init; }

    public bool Antialias { get; init; }

    public double Start { get; init; }

    public double End { get; init; } = 1;

    /// <summary>The output's size before it was rounded to a whole number.</summary>
    public double Width => Scale * Input;

    /// <summary>Whether the axis stays as it is.</summary>
    public bool IsSame => Output == Input && Scale == 1 && Coordinates != "tf_crop_and_resize";

    /// <summary>Whether an output lies outside the input, where tf_crop_and_resize has another number.</summary>
    public bool IsOutside(int output) => Coordinates == "tf_crop_and_resize" && Place(output) is var place && (place < 0 || place > Input - 1);

    /// <summary>The shares of all inputs for each output; all 0 outside.</summary>
    public float[][] Rows() => [.. Enumerable.Range(0, Output).Select(Row)];

    /// <summary>The input of each output, for mode nearest.</summary>
    public int[] Pixels() => [.. Enumerable.Range(0, Output).Select(output => (int)Math.Clamp(Round(Place(output)), 0, Input - 1))];

    private double Place(int output) => Coordinates switch
    {
        "half_pixel" => (output + 0.5) / Scale - 0.5,
        "pytorch_half_pixel" => Width == 1 ? -0.5 : (output + 0.5) / Scale - 0.5,
        "half_pixel_symmetric" => Input / 2.0 * (1 - Output / Width) + (output + 0.5) / Scale - 0.5,
        "align_corners" => Width == 1 ? 0 : output * (Input - 1) / (Width - 1),
        "asymmetric" => output / Scale,
        "tf_half_pixel_for_nn" => (output + 0.5) / Scale,
        "tf_crop_and_resize" => Start * (Input - 1) + (Width == 1 ? (End - Start) * (Input - 1) / 2 : output * (End - Start) * (Input - 1) / (Width - 1)),
        _ => throw new UnsupportedOperatorException($"Resize with {Coordinates} coordinates"),
    };

    private double Round(double place) => Nearest switch
    {
        "round_prefer_ceil" => Math.Floor(place + 0.5),
        "round_prefer_floor" => Math.Ceiling(place - 0.5),
        "floor" => Math.Floor(place),
        "ceil" => Math.Ceiling(place),
        _ => throw new UnsupportedOperatorException($"Resize with nearest_mode {Nearest}"),
    };

    private float[] Row(int output)
    {
        var shares = new double[Input];
        var place = Place(output);
        if (IsOutside(output)) return new float[Input];
        if (Mode == "nearest")
        {
            shares[(int)Math.Clamp(Round(place), 0, Input - 1)] = 1;
            return [.. shares.Select(share => (float)share)];
        }
        // The pixel on the left of a place is never the place itself.
        var left = Math.Ceiling(place) - 1;
        var (first, weights) = Weights(place - left);
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var pixel = left + first + i;
            if (ExcludesOutside && (pixel < 0 || pixel >= Input)) continue;
            shares[(int)Math.Clamp(pixel, 0, Input - 1)] += weights[i];
            sum += weights[i];
        }
        return [.. shares.Select(share => (float)(share / (ExcludesOutside ? sum : 1)))];
    }

    // The weights of the pixels from one on, counted from the left one.
    private (int First, double[] Weights) Weights(double ratio)
    {
        var scale = Antialias ? Math.Min(Scale, 1) : 1;
        var reach = Mode == "cubic" ? 2 : 1;
        var first = (int)Math.Floor(-reach / scale) + 1;
        double[] weights = [.. Enumerable.Range(first, 2 - 2 * first).Select(i => Kernel(Math.Abs(scale * (i - ratio))))];
        var sum = Antialias ? weights.Sum() : 1;
        return (first, [.. weights.Select(weight => weight / sum)]);
    }

    private double Kernel(double x)
    {
        double a = CubicCoefficient;
        return Mode == "linear" ? Math.Max(1 - x, 0) : x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }
}
