namespace Striate.Kernels.Arrays;

/// <summary>Functions of one number, and their derivatives.</summary>
internal static class ScalarFunctions
{
    public static float Value(ElementwiseFunction function, float x, float alpha, float beta) => function switch
    {
        ElementwiseFunction.Absolute => MathF.Abs(x),
        ElementwiseFunction.Negative => -x,
        ElementwiseFunction.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        ElementwiseFunction.Linear => alpha * x + beta,
        ElementwiseFunction.Clip => MathF.Min(MathF.Max(x, alpha), beta),
        ElementwiseFunction.Relu => MathF.Max(x, 0),
        ElementwiseFunction.Reciprocal => 1 / x,
        ElementwiseFunction.SquareRoot => MathF.Sqrt(x),
        ElementwiseFunction.Exponential => MathF.Exp(x),
        ElementwiseFunction.Logarithm => MathF.Log(x),
        ElementwiseFunction.Floor => MathF.Floor(x),
        ElementwiseFunction.Ceiling => MathF.Ceiling(x),
        ElementwiseFunction.Round => MathF.Round(x, MidpointRounding.ToEven),
        ElementwiseFunction.Sine => MathF.Sin(x),
        ElementwiseFunction.Cosine => MathF.Cos(x),
        ElementwiseFunction.Tangent => MathF.Tan(x),
        ElementwiseFunction.ArcSine => MathF.Asin(x),
        ElementwiseFunction.ArcCosine => MathF.Acos(x),
        ElementwiseFunction.ArcTangent => MathF.Atan(x),
        ElementwiseFunction.HyperbolicSine => MathF.Sinh(x),
        ElementwiseFunction.HyperbolicCosine => MathF.Cosh(x),
        ElementwiseFunction.AreaSine => MathF.Asinh(x),
        ElementwiseFunction.AreaCosine => MathF.Acosh(x),
        ElementwiseFunction.AreaTangent => MathF.Atanh(x),
        ElementwiseFunction.Error => (float)ErrorFunction.Of(x),
        ElementwiseFunction.Softsign => x / (1 + MathF.Abs(x)),
        ElementwiseFunction.Mish => x * MathF.Tanh(Softplus(x)),
        ElementwiseFunction.Swish => x * Sigmoid(alpha * x),
        ElementwiseFunction.Celu => x > 0 ? x : alpha * MinusOne(x / alpha),
        ElementwiseFunction.ScaledElu => beta * (x > 0 ? x : alpha * MinusOne(x)),
        ElementwiseFunction.ThresholdedRelu => x <= alpha ? 0 : x,
        ElementwiseFunction.Shrink => x < -alpha ? x + beta : x > alpha ? x - beta : float.IsNaN(x) ? x : 0,
        ElementwiseFunction.HardSigmoid => MathF.Min(MathF.Max(alpha * x + beta, 0), 1),
        _ => throw new ArgumentException($"{function} gives no numbers."),
    };

    public static float Slope(ElementwiseFunction function, float x, float alpha, float beta) => function switch
    {
        ElementwiseFunction.Absolute => x > 0 ? 1 : x < 0 ? -1 : 0,
        ElementwiseFunction.Negative => -1,
        ElementwiseFunction.Linear => alpha,
        ElementwiseFunction.Clip => x > alpha && x < beta ? 1 : 0,
        ElementwiseFunction.Relu => x > 0 ? 1 : 0,
        ElementwiseFunction.Reciprocal => -1 / (x * x),
        ElementwiseFunction.SquareRoot => 0.5f / MathF.Sqrt(x),
        ElementwiseFunction.Exponential => MathF.Exp(x),
        ElementwiseFunction.Logarithm => 1 / x,
        ElementwiseFunction.Sine => MathF.Cos(x),
        ElementwiseFunction.Cosine => -MathF.Sin(x),
        ElementwiseFunction.Tangent => 1 + Square(MathF.Tan(x)),
        ElementwiseFunction.ArcSine => 1 / MathF.Sqrt(1 - x * x),
        ElementwiseFunction.ArcCosine => -1 / MathF.Sqrt(1 - x * x),
        ElementwiseFunction.ArcTangent => 1 / (1 + x * x),
        ElementwiseFunction.HyperbolicSine => MathF.Cosh(x),
        ElementwiseFunction.HyperbolicCosine => MathF.Sinh(x),
        ElementwiseFunction.AreaSine => 1 / MathF.Sqrt(x * x + 1),
        ElementwiseFunction.AreaCosine => 1 / MathF.Sqrt(x * x - 1),
        ElementwiseFunction.AreaTangent => 1 / (1 - x * x),
        ElementwiseFunction.Error => 2 / MathF.Sqrt(MathF.PI) * MathF.Exp(-x * x),
        ElementwiseFunction.Softsign => 1 / Square(1 + MathF.Abs(x)),
        ElementwiseFunction.Mish => MathF.Tanh(Softplus(x)) is var t ? t + x * (1 - t * t) * Sigmoid(x) : 0,
        ElementwiseFunction.Swish => Sigmoid(alpha * x) is var s ? s + alpha * x * s * (1 - s) : 0,
        ElementwiseFunction.Celu => x > 0 ? 1 : MathF.Exp(x / alpha),
        ElementwiseFunction.ScaledElu => beta * (x > 0 ? 1 : alpha * MathF.Exp(x)),
        ElementwiseFunction.ThresholdedRelu => x > alpha ? 1 : 0,
        ElementwiseFunction.Shrink => x < -alpha || x > alpha ? 1 : 0,
        ElementwiseFunction.HardSigmoid => alpha * x + beta is > 0 and < 1 ? alpha : 0,
        // Steps: flat wherever they have a slope.
        _ => 0,
    };

    private static float Square(float x) => x * x;

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static float Softplus(float x) => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x)));

    // eˣ − 1 without the loss of digits around 0.
    private static float MinusOne(float x) => (float)(Math.Exp(x) - 1);
}
