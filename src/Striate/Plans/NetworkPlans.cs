using System.Runtime.CompilerServices;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>Compiling and running networks.</summary>
public static class NetworkPlans
{
    // Memory follows the parameters: networks that share them (With) share it, and it goes when they go.
    private static readonly ConditionalWeakTable<ParameterSet, TrainingMemory> Trainings = [];
    private static readonly ConditionalWeakTable<ParameterSet, InferencePool> Inferences = [];

    /// <summary>Compiles a network to learn from batches of a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch is empty.</exception>
    public static TrainingPlan CompileTraining(this Network network, int batch, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= PlanOptions.Default;
        var compiled = new PlanCompiler(network, [.. network.Inputs.Select(input => input.Shape)], network.Outputs, batch, training: true, options);
        return new TrainingPlan(network, compiled, batch, Trainings.GetValue(network.Parameters, static set => new TrainingMemory(set)), options);
    }

    /// <summary>Compiles a network to compute its outputs for batches of a size.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">The number of examples.</param>
    /// <param name="options">Threads.</param>
    /// <param name="inputs">The shape of one example of each input, if other than the network's own.</param>
    /// <param name="wanted">The nodes whose values are the outputs, if other than the network's own.</param>
    public static InferencePlan CompileInference(this Network network, int batch, PlanOptions? options = null, IReadOnlyList<Shape>? inputs = null, IReadOnlyList<string>? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= PlanOptions.Default;
        return InferencePlan.Compile(network, inputs ?? [.. network.Inputs.Select(input => input.Shape)], Wanted(network, wanted), batch, options);
    }

    /// <summary>The first output for a batch. Safe from many threads at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input"><c>N × spatial… × C</c>, float.</param>
    /// <returns><c>N × output shape</c>.</returns>
    /// <exception cref="ArgumentException">The tensor is no batch of the network's inputs.</exception>
    public static Tensor Run(this Network network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Run(network, new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input })[network.Outputs[0].Name];
    }

    /// <summary>Values of nodes by name for a batch of every input. Safe from many threads at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for each input by name, <c>N × spatial… × C</c>.</param>
    /// <param name="wanted">The names of the nodes asked for; the network's outputs if none are given.</param>
    /// <param name="options">Threads.</param>
    public static IReadOnlyDictionary<string, Tensor> Run(this Network network, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string>? wanted = null, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= PlanOptions.Default;
        var tensors = network.Inputs.Select(input => Find(input, inputs)).ToArray();
        // Without inputs there is one example: what the network holds.
        var batch = tensors.Length == 0 ? 1 : tensors[0].Shape[0];
        foreach (var tensor in tensors)
            if (tensor.Shape[0] != batch) throw new ArgumentException($"All inputs need the same number of examples; there are {string.Join(" and ", tensors.Select(t => t.Shape[0]))}.");
        var shapes = tensors.Select(tensor => tensor.Shape[1..]).ToArray();
        var nodes = Wanted(network, wanted);
        var pool = Inferences.GetValue(network.Parameters, static _ => new InferencePool());
        var plan = pool.Rent(network, batch, shapes, nodes, options);
        for (var i = 0; i < tensors.Length; i++) tensors[i].Bytes.CopyTo(plan.InputBytes(i));
        plan.Run();
        var results = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++) results[nodes[i].Name] = plan.OutputTensor(i);
        pool.Return(plan, shapes, nodes, options);
        return results;
    }

    private static IReadOnlyList<Node> Wanted(Network network, IReadOnlyList<string>? names) => names is null ? network.Outputs : [.. names.Select(name => network[name])];

    private static Tensor Find(Node input, IReadOnlyDictionary<string, Tensor> inputs)
    {
        if (!inputs.TryGetValue(input.Name, out var tensor))
            throw new ArgumentException($"The input '{input.Name}' of {input.Shape} is missing; given: {string.Join(", ", inputs.Keys)}.");
        if (tensor.Type != input.Type) throw new ArgumentException($"The input '{input.Name}' takes {input.Type}, not {tensor.Type}.");
        if (tensor.Shape.Rank != input.Shape.Rank + 1 || tensor.Shape[0] < 1)
            throw new ArgumentException($"The input '{input.Name}' takes a batch, N×{input.Shape}; the tensor is {tensor.Shape}.");
        return tensor;
    }
}
