using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Numbers of one array where a truth says so and of another elsewhere.</summary>
public static class SelectionKernel
{
    /// <summary>y = a where the truth is not 0, otherwise b; the broadcast is of the truths, a and b.</summary>
    public static unsafe void Run<T>(Broadcast broadcast, ReadOnlySpan<byte> truths, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, WorkerPool pool) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        fixed (byte* truth = truths)
        fixed (T* left = a, right = b, to = y)
        {
            var rows = new Rows<T> { Truths = truth, A = left, B = right, Y = to, Step = broadcast.Step(0), StepA = broadcast.Step(1), StepB = broadcast.Step(2) };
            broadcast.Run(ref rows, pool);
        }
    }

    /// <summary>The gradient by a, or by b; the broadcast is of the truths and that input.</summary>
    public static unsafe void Backward(bool ofSecond, Broadcast broadcast, ReadOnlySpan<byte> truths, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        if (!accumulate) dx.Clear();
        fixed (byte* truth = truths)
        fixed (float* from = dy, to = dx)
        {
            var rows = new GradientRows { OfSecond = ofSecond, Truths = truth, Gradient = from, To = to, Step = broadcast.Step(0), StepTo = broadcast.Step(1) };
            broadcast.Run(ref rows, broadcast.IsWhole(1) ? pool : null);
        }
    }

    private unsafe struct Rows<T> : IBroadcastRows where T : unmanaged
    {
        public byte* Truths;
        public T* A;
        public T* B;
        public T* Y;
        public int Step;
        public int StepA;
        public int StepB;

        public readonly void Run(ReadOnlySpan<int> offsets, int output, int length)
        {
            byte* truths = Truths + offsets[0];
            T* a = A + offsets[1], b = B + offsets[2], y = Y + output;
            for (var i = 0; i < length; i++) y[i] = truths[i * Step] != 0 ? a[i * StepA] : b[i * StepB];
        }
    }

    private unsafe struct GradientRows : IBroadcastRows
    {
        public bool OfSecond;
        public byte* Truths;
        public float* Gradient;
        public float* To;
        public int Step;
        public int StepTo;

        public readonly void Run(ReadOnlySpan<int> offsets, int output, int length)
        {
            byte* truths = Truths + offsets[0];
            float* dy = Gradient + output, dx = To + offsets[1];
            if (StepTo != 0)
            {
                for (var i = 0; i < length; i++) if (truths[i * Step] != 0 != OfSecond) dx[i] += dy[i];
                return;
            }
            var sum = 0.0;
            for (var i = 0; i < length; i++) if (truths[i * Step] != 0 != OfSecond) sum += dy[i];
            *dx += (float)sum;
        }
    }
}
