using System.Runtime.InteropServices;
using Striate.Networks;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>A network compiled to compute outputs: running statistics, no dropout, batch normalisation folded.</summary>
/// <remarks>
/// A large batch runs in parts of <see cref="Part"/> examples, one after the other through all steps, so that maps stay in the cache and take less memory.
/// Parts are of one size; the last one begins so that it ends with the batch, and computes some examples of the one before again.
/// </remarks>
public sealed class InferencePlan : Plan
{
    // What the caller sees of a batch in parts, inputs and then outputs of the whole batch; empty if the batch is one part.
    private readonly Arena _ends = new();
    private readonly List<(Value Root, int Offset)> _places = [];

    private InferencePlan(Network network, PlanCompiler compiled, int batch, int part, PlanOptions options)
        : base(network, compiled, batch, training: false, new Arena(), gradients: null, options)
    {
        Part = part;
        if (part == batch) return;
        long length = 0;
        foreach (var root in InputValues.Concat(OutputValues).Select(value => value.Root).Distinct())
        {
            _places.Add((root, checked((int)length)));
            length += (root.Length / part * batch + 15) / 16 * 16;
        }
        _ends.Reserve(length);
    }

    /// <summary>The examples that run together.</summary>
    public int Part { get; }

    /// <inheritdoc/>
    public override long ArenaBytes => base.ArenaBytes + _ends.Length;

    /// <inheritdoc/>
    public override Span<float> Input(int index = 0) => Part == Batch ? base.Input(index) : Whole(InputValues[index]);

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Output(int index = 0) => Part == Batch ? base.Output(index) : Whole(OutputValues[index]);

    /// <inheritdoc/>
    public override Span<byte> InputBytes(int index) => Part == Batch ? base.InputBytes(index) : MemoryMarshal.AsBytes(Input(index));

    /// <inheritdoc/>
    public override Tensor OutputTensor(int index) => Part == Batch ? base.OutputTensor(index) : Tensor.From(Output(index), OutputShape(index).WithBatch(Batch));

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Run()
    {
        if (Part == Batch)
        {
            RunForward();
            return;
        }
        Prepare();
        for (var first = 0; first < Batch; first += Part)
        {
            foreach (var (root, offset) in _places) root.Place(_ends, offset + (int)(Math.Min(first, Batch - Part) * (root.Length / Part)), 0);
            RunSteps();
        }
    }

    internal static InferencePlan Compile(Network network, IReadOnlyList<Shape> inputs, IReadOnlyList<Node> wanted, int batch, PlanOptions options)
    {
        var compiled = new PlanCompiler(network, inputs, wanted, batch, training: false, options);
        var part = BatchParts.Of(compiled, batch);
        if (part != batch) compiled = new PlanCompiler(network, inputs, wanted, part, training: false, options);
        return new InferencePlan(network, compiled, batch, part, options);
    }

    // A loop: the search of a list would make a closure at every call.
    private Span<float> Whole(Value value)
    {
        var place = 0;
        while (_places[place].Root != value.Root) place++;
        return _ends.Floats(_places[place].Offset, (int)(value.Length / Part * Batch));
    }
}
