using System.Diagnostics;
using Striate.Kernels.Memory;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Benchmarks.Measuring;

/// <summary>The steps that a layer lowers to in training, behind another layer that asks for their gradient.</summary>
internal sealed class LayerRun
{
    private const string Lead = "lead";

    private readonly TrainingPlan _plan;
    private readonly Step[] _steps;
    private readonly Step[] _leads;
    private readonly StepContext _context;

    public LayerRun(int batch, Shape input, Func<Node, Node> build, int threads)
    {
        // A slope a channel: a step of its own, with which nothing fuses.
        var lead = Network.Input(input.AsSpan()).Then(new PRelu { Name = Lead, InitialSlope = 0.9f });
        var network = Network.Of(build(lead));
        network.Initialize(1);
        _plan = network.CompileTraining(batch, new PlanOptions { Threads = threads });
        _leads = [.. _plan.Steps.Where(step => step.Name.StartsWith(Lead, StringComparison.Ordinal))];
        _steps = [.. _plan.Steps.Where(step => !step.Name.StartsWith(Lead, StringComparison.Ordinal))];
        var scratch = new AlignedBuffer(_plan.Steps.Max(step => step.ScratchLength(threads, training: true)) * sizeof(float));
        _context = new StepContext(_plan.Pool, training: true, scratch, new AlignedBuffer(network.Parameters.LearntLength * sizeof(float)));
        Fill(_plan.Input());
        _plan.Forward(1, 1);
    }

    /// <summary>What the forward pass must read and write once: inputs, parameters, the output.</summary>
    public double ForwardBytes => sizeof(float) * (_steps.SelectMany(step => step.Inputs).Distinct().Where(IsFromOutside).Sum(value => value.Length) + Parameters + Output.Length);

    /// <summary>What the backward pass must: the output's gradient, what steps say that they read again, parameters and their gradients, the inputs' gradients.</summary>
    public double BackwardBytes => sizeof(float) * (Output.Length + _steps.Sum(Again) + 2 * Parameters + _steps.SelectMany(step => step.Inputs).Distinct().Where(IsFromOutside).Sum(value => value.Length));

    /// <summary>Of the forward pass; the backward pass has as many for the inputs, and as many again for weights.</summary>
    public double ForwardFlops => 2.0 * _steps.Sum(step => step.MultiplyAccumulates);

    public double BackwardFlops => ForwardFlops * (Parameters > 0 ? 2 : 1);

    /// <summary>What the layer was lowered to.</summary>
    public string Steps => _steps.Length == 0 ? "nothing" : string.Join(", ", _steps.Select(step => step.Kind));

    private Value Output => _plan.Steps[^1].Output;

    private long Parameters => _steps.SelectMany(step => step.Parameters).Where(parameter => !parameter.IsState).Distinct().Sum(parameter => (long)parameter.Length);

    /// <summary>The median seconds of the forward pass; the layer before runs each time, unmeasured.</summary>
    public double Forward(TimeSpan budget) => Median(budget, () => { foreach (var step in _leads) step.Forward(_context); }, () =>
    {
        foreach (var step in _steps) step.Prepare(_context);
        foreach (var step in _steps) step.Forward(_context);
    });

    /// <summary>The median seconds of the backward pass; the output's gradient is set each time, unmeasured.</summary>
    public double Backward(TimeSpan budget) => Median(budget, () => Fill(_plan.OutputGradient()), () =>
    {
        for (var i = _steps.Length - 1; i >= 0; i--) _steps[i].Backward(_context);
    });

    private static double Median(TimeSpan budget, Action before, Action run)
    {
        var times = new List<double>();
        for (var begin = Stopwatch.GetTimestamp(); times.Count < 8 || Stopwatch.GetElapsedTime(begin) < budget;)
        {
            before();
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        // The first half warms up.
        var counted = times[(times.Count / 2)..];
        counted.Sort();
        return counted[counted.Count / 2];
    }

    private bool IsFromOutside(Value value) => _steps.All(step => step.Output.Root != value.Root);

    private static long Again(Step step)
    {
        long sum = step.BackwardReadsOutput ? step.Output.Length : 0;
        for (var i = 0; i < step.Inputs.Count; i++)
            if (step.BackwardReadsInput(i)) sum += step.Inputs[i].Length;
        return sum;
    }

    private static void Fill(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (i * 37 & 1023) / 512f - 1;
    }
}
