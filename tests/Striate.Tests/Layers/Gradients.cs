using Striate.Networks;
using Striate.Plans;

namespace Striate.Tests.Layers;

/// <summary>Gradients of whole networks by directional derivative: d/dδ ⟨f(x, w + δ r), v⟩ against ⟨∂f·v, r⟩.</summary>
internal static class Gradients
{
    public static void Check(Network network, int batch, double tolerance = 2e-2)
    {
        var plan = network.CompileTraining(batch, new PlanOptions { Threads = 2 });
        var random = new Random(1);
        float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        var inputs = Enumerable.Range(0, network.Inputs.Count).Select(i => Draw(plan.Input(i).Length)).ToArray();
        void Forward()
        {
            for (var i = 0; i < inputs.Length; i++) inputs[i].CopyTo(plan.Input(i));
            plan.Forward(5, 3);
        }
        Forward();
        var dy = Draw(plan.Output().Length);
        dy.CopyTo(plan.OutputGradient());
        plan.Backward();
        var (gradient, direction, start) = (plan.Gradients.ToArray(), Draw(network.Parameters.LearntLength), network.Parameters.Values.ToArray());
        double At(double delta)
        {
            for (var i = 0; i < start.Length; i++) network.Parameters.Values[i] = (float)(start[i] + delta * direction[i]);
            network.Parameters.MarkChanged();
            Forward();
            double sum = 0;
            for (var i = 0; i < dy.Length; i++) sum += (double)plan.Output()[i] * dy[i];
            return sum;
        }
        const double Delta = 5e-4;
        var numeric = (At(Delta) - At(-Delta)) / (2 * Delta);
        double analytic = 0;
        for (var i = 0; i < gradient.Length; i++) analytic += (double)gradient[i] * direction[i];
        var scale = Math.Sqrt(gradient.Sum(g => (double)g * g) * direction.Sum(d => (double)d * d));
        Assert.True(Math.Abs(numeric - analytic) <= tolerance * Math.Max(scale * 0.2, 1e-3), $"numeric {numeric}, analytic {analytic}");
    }
}
