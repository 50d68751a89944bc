using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Striate.Kernels.Threading;
using Striate.Networks;
using Striate.Plans;
using Striate.Training;

namespace Striate.Cli.Commands;

/// <summary><c>striate bench</c>: the time of a training step or of an inference, whole.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var model = Options.Model("A name from docs/models.md, or an .onnx file");
        var mode = new Option<string>("--mode") { Description = "training or inference", DefaultValueFactory = _ => "training" };
        var batch = new Option<int>("--batch") { Description = "Examples a step", DefaultValueFactory = _ => 1 };
        var seconds = Options.Seconds();
        var (threads, algorithms, recompute) = (Options.Threads(), Options.Algorithms(), Options.Recompute());
        var json = Options.Json();
        var command = new Command("bench", "Time training steps or inferences") { model, mode, batch, seconds, threads, algorithms, recompute, json };
        command.Add(BenchConvolutionCommand.Create());
        command.SetAction(parsed =>
        {
            var network = Options.Network(parsed.GetValue(model)!);
            var plan = Options.Plan(parsed.GetValue(threads), parsed.GetValue(algorithms)!, parsed.GetValue(recompute));
            if (parsed.GetValue(batch) < 1) throw new ArgumentException($"--batch {parsed.GetValue(batch)} must be 1 or more.");
            var time = Options.Seconds(parsed.GetValue(seconds));
            var measurement = parsed.GetValue(mode) switch
            {
                "training" => Training(network, parsed.GetValue(batch), plan, time),
                "inference" => Inference(network, parsed.GetValue(batch), plan, time),
                var other => throw new ArgumentException($"--mode {other} is unknown. There are: training, inference."),
            };
            var ceiling = NetworkCeiling.Of(network, parsed.GetValue(batch), parsed.GetValue(mode) == "training", WorkerPool.Of(plan.Threads));
            Write(measurement, ceiling, parsed.GetValue(model)!, parsed.GetValue(mode)!, parsed.GetValue(batch), plan.Threads, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    // The step that peers are timed on: cross-entropy, SGD 0.01 with momentum 0.9 and decay 1e-4, running statistics, one fixed batch.
    private static Measurement Training(Network network, int batch, PlanOptions options, TimeSpan time)
    {
        var plan = network.CompileTraining(batch, options);
        var optimizer = new OptimizerState(new Sgd(0.01f) { Momentum = 0.9f, WeightDecay = 1e-4f }, network.Parameters);
        var random = new Random(0);
        var rows = (int)(batch * network.OutputShape.Length / network.OutputShape.Channels);
        var targets = Enumerable.Range(0, rows).Select(_ => (float)random.Next(network.OutputShape.Channels)).ToArray();
        var (losses, step) = (new float[batch], 0L);
        Fill(plan.Input(), random);
        var input = plan.Input().ToArray();
        double Step()
        {
            input.CopyTo(plan.Input());
            plan.Forward(0, step);
            Loss.SoftmaxCrossEntropy.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), losses, plan.Pool);
            plan.Backward();
            optimizer.Apply(plan.Gradients, 1, 1, ++step, plan.Pool);
            double sum = 0;
            foreach (var loss in losses) sum += loss;
            return sum / batch;
        }
        return Measure(Step, time);
    }

    private static Measurement Inference(Network network, int batch, PlanOptions options, TimeSpan time)
    {
        var plan = network.CompileInference(batch, options);
        var input = new float[plan.Input().Length];
        Fill(input, new Random(0));
        return Measure(() =>
        {
            input.CopyTo(plan.Input());
            plan.Run();
            return 0;
        }, time) with
        { LossBefore = null, LossAfter = null };
    }

    private static void Fill(Span<float> values, Random random)
    {
        foreach (ref var value in values) value = (float)(random.NextDouble() * 2 - 1);
    }

    private static Measurement Measure(Func<double> step, TimeSpan time)
    {
        var (before, after) = (step(), 0.0);
        var timing = Timing.Measure(() => after = step(), time);
        return new Measurement(timing, before, after) { PeakMebibytes = Process.GetCurrentProcess().PeakWorkingSet64 >> 20 };
    }

    private static void Write(Measurement measured, NetworkCeiling ceiling, string network, string mode, int batch, int threads, bool asJson)
    {
        if (!asJson)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{network} {mode} batch {batch}, {threads} threads: median {measured.Timing.Median:0.000} ms, least {measured.Timing.Least:0.000} ms, "
                + $"{batch * 1000 / measured.Timing.Median:0.0} images/s, peak {measured.PeakMebibytes} MiB, {measured.Timing.Allocated} bytes allocated a step; "
                + $"direct sums alone take {ceiling.ByOperations:0.000} ms at {ceiling.Roof:0} GFLOP/s, maps and weights {ceiling.ByBytes:0.000} ms at {ceiling.Stream:0} GB/s"));
            return;
        }
        JsonOutput.Write(json =>
        {
            json.WriteString("network", network);
            json.WriteString("mode", mode);
            json.WriteNumber("batch", batch);
            json.WriteNumber("threads", threads);
            json.WriteNumber("ms_median", measured.Timing.Median);
            json.WriteNumber("ms_min", measured.Timing.Least);
            json.WriteNumber("images_per_second", batch * 1000 / measured.Timing.Median);
            json.WriteNumber("peak_mib", measured.PeakMebibytes);
            json.WriteNumber("allocated_bytes_per_step", measured.Timing.Allocated);
            json.WriteNumber("ms_by_operations", ceiling.ByOperations);
            json.WriteNumber("ms_by_bytes", ceiling.ByBytes);
            json.WriteNumber("roof_gflops", ceiling.Roof);
            json.WriteNumber("stream_gbytes", ceiling.Stream);
            json.WriteOptional("loss_before", measured.LossBefore);
            json.WriteOptional("loss_after", measured.LossAfter);
        });
    }

    private sealed record Measurement(Timing Timing, double? LossBefore, double? LossAfter)
    {
        // Taken before the ceilings are looked for, which need memory of their own.
        public required long PeakMebibytes { get; init; }
    }
}
