namespace Striate.Kernels.Tests.Optimization;

/// <summary>One parameter through one step of an optimiser in double, straight from PyTorch's documented algorithms.</summary>
internal static class UpdateOracle
{
    /// <summary>Weight and state after a step.</summary>
    public readonly record struct State(double Weight, double First, double Second);

    public static State Sgd(State s, double g, double rate, double momentum, bool nesterov, double decay)
    {
        g += decay * s.Weight;
        var v = momentum * s.First + g;
        return new State(s.Weight - rate * (nesterov ? g + momentum * v : v), v, s.Second);
    }

    public static State RmsProp(State s, double g, double rate, double alpha, double epsilon, double momentum, double decay)
    {
        g += decay * s.Weight;
        var v = alpha * s.First + (1 - alpha) * g * g;
        var b = momentum * s.Second + g / (Math.Sqrt(v) + epsilon);
        return new State(s.Weight - rate * b, v, b);
    }

    public static State Adam(State s, double g, double rate, double beta1, double beta2, double epsilon, double decay, bool decoupled, long step)
    {
        var w = s.Weight;
        if (decoupled) w -= rate * decay * w;
        else g += decay * w;
        var (m, v) = (beta1 * s.First + (1 - beta1) * g, beta2 * s.Second + (1 - beta2) * g * g);
        var (mean, square) = (m / (1 - Math.Pow(beta1, step)), v / (1 - Math.Pow(beta2, step)));
        return new State(w - rate * mean / (Math.Sqrt(square) + epsilon), m, v);
    }
}
