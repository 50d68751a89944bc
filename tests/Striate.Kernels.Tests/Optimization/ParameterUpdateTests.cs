using Striate.Kernels.Optimization;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Optimization;

public class ParameterUpdateTests
{
    // Each step of the kernel from its own last state, so that rounding does not add up: K is the handful of operations of one step.
    private const int Operations = 8;
    private const double Little = 1.0 / (1 << 20);

    [Theory]
    [InlineData(0.05f, 0.9f, false, 1e-2f)]
    [InlineData(0.05f, 0.9f, true, 1e-2f)]
    [InlineData(0.5f, 0, false, 0)]
    public void GradientDescent(float rate, float momentum, bool nesterov, float decay) =>
        Check(false, 0.5f, decay, _ => new SgdRule(rate, momentum, nesterov, decay), (state, g, _) => UpdateOracle.Sgd(state, g, rate, momentum, nesterov, decay));

    [Theory]
    [InlineData(0.9, 0.5f, 1e-2f)]
    [InlineData(0.99, 0, 0)]
    public void RootMeanSquare(double alpha, float momentum, float decay) =>
        Check(true, 2, decay, _ => new RmsPropRule(0.01f, alpha, 1e-3f, momentum, decay), (state, g, _) => UpdateOracle.RmsProp(state, g, 0.01f, alpha, 1e-3f, momentum, decay));

    [Theory]
    [InlineData(0.9, 0.999, 1e-2f, false)]
    [InlineData(0.9, 0.999, 1e-2f, true)]
    [InlineData(0.5, 0.9, 0, false)]
    public void AdaptiveMoments(double beta1, double beta2, float decay, bool decoupled) =>
        Check(true, 1, decay, step => new AdamRule(0.01f, beta1, beta2, 1e-3f, decay, decoupled, step),
            (state, g, step) => UpdateOracle.Adam(state, g, 0.01f, beta1, beta2, 1e-3f, decay, decoupled, step));

    // Powers of two and small integers: nothing is rounded.
    [Fact]
    public void GradientDescentOnIntegersIsExact()
    {
        foreach (var length in Lengths.All)
        {
            var (w, g, v) = (Numbers.Draw(length, 1, true), Numbers.Draw(length, 2, true), Numbers.Draw(length, 3, true));
            var (weights, first) = (new Expected(length), new Expected(length));
            for (var i = 0; i < length; i++)
            {
                var state = UpdateOracle.Sgd(new(w[i], v[i], 0), 0.5 * g[i], 0.25, 0.5, true, 0.125);
                weights.Add(i, state.Weight);
                first.Add(i, state.First);
            }
            var found = Run(w, g, v, null, 0.5f, new SgdRule(0.25f, 0.5f, true, 0.125f), 2);
            weights.AssertExact("w", found.AsSpan(0, length));
            first.AssertExact("v", found.AsSpan(length));
        }
    }

    [Fact]
    public void WithoutMomentumNoStateIsNeeded()
    {
        var (w, g) = (Numbers.Draw(100, 1, true), Numbers.Draw(100, 2, true));
        Assert.Equal(w.Zip(g, (weight, gradient) => weight - 0.5f * gradient), Run(w, g, null, null, 1, new SgdRule(0.5f, 0, false, 0), 2));
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        string Message(int gradients, int first, int second) => Assert.Throws<ArgumentException>(() =>
            ParameterUpdate.Run(new float[5], new float[gradients], new float[first], new float[second], 1, new SgdRule(1, 0, false, 0), WorkerPool.Of(1))).Message;
        Assert.Equal("gradients holds 4 floats; 5 are needed.", Message(4, 5, 5));
        Assert.Equal("first slot holds 4 floats; 5 are needed.", Message(5, 4, 5));
        Assert.Equal("second slot holds 4 floats; 5 are needed.", Message(5, 5, 4));
    }

    private static void Check<TRule>(bool hasSecond, float scale, float decay, Func<long, TRule> rule, Func<UpdateOracle.State, double, long, UpdateOracle.State> formula)
        where TRule : struct, IUpdateRule
    {
        foreach (var length in Lengths.All)
        {
            var (w, first, second) = (Numbers.Draw(length, length, false), new float[length], new float[length]);
            for (var step = 1; step <= 3; step++)
            {
                var g = Numbers.Draw(length, length + step, false);
                Expected weights = new(length), firsts = new(length), seconds = new(length);
                for (var i = 0; i < length; i++)
                {
                    var before = new UpdateOracle.State(w[i], first[i], second[i]);
                    var after = formula(before, (double)scale * g[i], step);
                    // The gradient and the decay may cancel: what their rounding does to the rest is found by moving them a little.
                    var moved = formula(before, (double)scale * g[i] + Little * (Math.Abs((double)scale * g[i]) + decay * Math.Abs(w[i])), step);
                    Set(weights, i, before.Weight, after.Weight, moved.Weight);
                    Set(firsts, i, before.First, after.First, moved.First);
                    Set(seconds, i, before.Second, after.Second, moved.Second);
                }
                var number = step;
                var found = SameBits.OnThreads(threads => Run(w, g, first, hasSecond ? second : null, scale, rule(number), threads));
                weights.AssertNear($"w of {length} after {step}", found.AsSpan(0, length), Operations);
                found.AsSpan(0, length).CopyTo(w);
                firsts.AssertNear($"first slot of {length} after {step}", found.AsSpan(length, length), Operations);
                found.AsSpan(length, length).CopyTo(first);
                if (hasSecond) seconds.AssertNear($"second slot of {length} after {step}", found.AsSpan(2 * length), Operations);
                if (hasSecond) found.AsSpan(2 * length).CopyTo(second);
            }
        }
    }

    // A new value rounds as the old one, the new one, their difference and the gradient's part in it do.
    private static void Set(Expected expected, int i, double before, double after, double moved) =>
        (expected.Value[i], expected.Magnitude[i]) = (after, Math.Abs(before) + Math.Abs(after) + Math.Abs(after - before) + Math.Abs(moved - after) / Little);

    private static float[] Run<TRule>(float[] w, float[] g, float[]? first, float[]? second, float scale, TRule rule, int threads) where TRule : struct, IUpdateRule
    {
        using var memory = new GuardedMemory();
        var (weights, gradients, one, two) = (memory.Row(w), memory.Row(g), memory.Row(first), memory.Row(second));
        ParameterUpdate.Run(weights.Span, gradients.Span, first is null ? default : one.Span, second is null ? default : two.Span, scale, rule, WorkerPool.Of(threads));
        memory.AssertUntouched();
        Assert.Equal(g, gradients.ToDense());
        return [.. weights.ToDense(), .. first is null ? [] : one.ToDense(), .. second is null ? [] : two.ToDense()];
    }
}
