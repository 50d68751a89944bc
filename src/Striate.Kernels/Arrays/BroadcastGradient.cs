using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Gradients of operations of two arrays: what falls on a number that was repeated is added up.</summary>
public static class BroadcastGradient
{
    /// <summary>Writes the gradient by one input, or adds it; the third array of the broadcast is that of the gradient.</summary>
    /// <param name="operation">What was computed.</param>
    /// <param name="isSecond">Whether it is the gradient by b.</param>
    /// <param name="broadcast">The shapes of a, b and the one of both whose gradient is asked for.</param>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input.</param>
    /// <param name="dy">The gradient by the output.</param>
    /// <param name="dx">The gradient by the input.</param>
    /// <param name="accumulate">Whether it is added.</param>
    /// <param name="pool">The threads.</param>
    public static unsafe void Run(BroadcastOperation operation, bool isSecond, Broadcast broadcast, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        if (!accumulate) dx.Clear();
        fixed (float* left = a, right = b, from = dy, to = dx)
        {
            var rows = new Rows { Operation = operation, IsSecond = isSecond, A = left, B = right, Gradient = from, To = to, StepA = broadcast.Step(0), StepB = broadcast.Step(1), Step = broadcast.Step(2) };
            broadcast.Run(ref rows, broadcast.IsWhole(2) ? pool : null);
        }
    }

    /// <summary>The derivative of an operation by one of its numbers; of equal ones, the lesser and the greater have half each.</summary>
    private static float Slope(BroadcastOperation operation, bool isSecond, float a, float b) => operation switch
    {
        BroadcastOperation.Add => 1,
        BroadcastOperation.Subtract => isSecond ? -1 : 1,
        BroadcastOperation.Multiply => isSecond ? a : b,
        BroadcastOperation.Divide => isSecond ? -a / (b * b) : 1 / b,
        BroadcastOperation.Power => isSecond ? (a > 0 ? MathF.Pow(a, b) * MathF.Log(a) : 0) : b == 2 ? 2 * a : b == 0 ? 0 : b * MathF.Pow(a, b - 1),
        BroadcastOperation.Modulo => isSecond ? -MathF.Floor(a / b) : 1,
        BroadcastOperation.Remainder => isSecond ? -MathF.Truncate(a / b) : 1,
        BroadcastOperation.Minimum => a == b ? 0.5f : a < b != isSecond ? 1 : 0,
        BroadcastOperation.Maximum => a == b ? 0.5f : a > b != isSecond ? 1 : 0,
        _ => isSecond ? Math.Min(a, 0) : a < 0 ? b : 1,
    };

    private unsafe struct Rows : IBroadcastRows
    {
        public BroadcastOperation Operation;
        public bool IsSecond;
        public float* A;
        public float* B;
        public float* Gradient;
        public float* To;
        public int StepA;
        public int StepB;
        public int Step;

        public readonly void Run(ReadOnlySpan<int> offsets, int output, int length)
        {
            float* a = A + offsets[0], b = B + offsets[1], dy = Gradient + output, dx = To + offsets[2];
            if (Step != 0)
            {
                for (var i = 0; i < length; i++) dx[i] += dy[i] * Slope(Operation, IsSecond, a[i * StepA], b[i * StepB]);
                return;
            }
            var sum = 0.0;
            for (var i = 0; i < length; i++) sum += dy[i] * Slope(Operation, IsSecond, a[i * StepA], b[i * StepB]);
            *dx += (float)sum;
        }
    }
}
