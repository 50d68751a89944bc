using Striate.Kernels.Memory;
using Striate.Kernels.Threading;
using Striate.Networks;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>A network compiled for one input shape and one purpose: fused steps, chosen kernels, every buffer placed.</summary>
/// <remarks>While a plan runs nothing is allocated and nothing decided. A plan belongs to one caller at a time.</remarks>
public abstract class Plan
{
    private readonly Arena _arena;
    private readonly Placement _placement;
    private readonly IReadOnlyList<Value> _inputs;
    private readonly IReadOnlyList<Value> _outputs;

    private protected Plan(Network network, PlanCompiler compiled, int batch, bool training, Arena arena, AlignedBuffer? gradients, PlanOptions options)
    {
        Network = network;
        Batch = batch;
        Steps = compiled.Steps;
        _inputs = compiled.Inputs;
        _outputs = compiled.Outputs;
        _arena = arena;
        _placement = compiled.Placement;
        Pool = WorkerPool.Of(options.Threads);
        // Scratch lies behind the values in the arena's own length, so that plans which share an arena share it too.
        var scratch = compiled.Steps.Select(step => step.ScratchLength(options.Threads, training)).DefaultIfEmpty().Max();
        Scratch = new AlignedBuffer(scratch * sizeof(float));
        Context = new StepContext(Pool, training, Scratch, gradients);
        _arena.Reserve(_placement.Length);
        _placement.Bind(_arena);
    }

    /// <summary>What was compiled.</summary>
    public Network Network { get; }

    /// <summary>The number of examples.</summary>
    public int Batch { get; }

    /// <summary>The work, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The threads.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Bytes of the block in which all values are placed.</summary>
    public virtual long ArenaBytes => _placement.Length * sizeof(float);

    /// <summary>Bytes of scratch memory.</summary>
    public long ScratchBytes => Scratch.Length;

    private protected StepContext Context { get; }

    private AlignedBuffer Scratch { get; }

    /// <summary>The numbers of an input, to be written before a run: <c>batch × spatial… × C</c>.</summary>
    public virtual Span<float> Input(int index = 0) => _inputs[index].Data;

    /// <summary>The bytes of an input of any type.</summary>
    public virtual Span<byte> InputBytes(int index) => _inputs[index].Bytes;

    /// <summary>A copy of an output after a run, with its batch and of any type; of rows whose number depends on the data, those that are there.</summary>
    public virtual Tensor OutputTensor(int index)
    {
        var value = _outputs[index];
        var shape = value.Root.Rows is { } rows ? Shape.Of([rows, .. value.Shape.Skip(1)]) : value.Shape;
        var tensor = new Tensor(shape.WithBatch(value.Batch), value.Type);
        value.Bytes[..tensor.Bytes.Length].CopyTo(tensor.Bytes);
        return tensor;
    }

    /// <summary>The numbers of an output after a run.</summary>
    public virtual ReadOnlySpan<float> Output(int index = 0) => _outputs[index].Data;

    /// <summary>The shape of one example of an input.</summary>
    public Shape InputShape(int index = 0) => _inputs[index].Shape;

    /// <summary>The shape of one example of an output.</summary>
    public Shape OutputShape(int index = 0) => _outputs[index].Shape;

    private protected IReadOnlyList<Value> InputValues => _inputs;

    private protected IReadOnlyList<Value> OutputValues => _outputs;

    private protected void RunForward()
    {
        Prepare();
        RunSteps();
    }

    // By index: the enumerator of an interface would be an object a run.
    private protected void Prepare()
    {
        for (var i = 0; i < Steps.Count; i++) Steps[i].Prepare(Context);
    }

    private protected void RunSteps()
    {
        for (var i = 0; i < Steps.Count; i++) Steps[i].Forward(Context);
    }
}
