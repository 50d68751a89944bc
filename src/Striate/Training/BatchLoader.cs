using Striate.Kernels.Memory;

namespace Striate.Training;

/// <summary>Reads the batches of a run ahead of time, on a thread of its own, into a few blocks that are used in turn.</summary>
/// <remarks>Batches come in their order and hold the same bits, however many threads read; nothing is allocated once it runs.</remarks>
internal sealed class BatchLoader : IDisposable
{
    // One is trained on, one is ready, one is being read.
    private const int Ahead = 3;

    private readonly IDataset _data;
    private readonly ExampleOrder _order;
    private readonly int _batch;
    private readonly int _lastEpoch;
    private readonly Slot[] _slots;
    private readonly SemaphoreSlim _free = new(Ahead);
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Thread _thread;
    private volatile bool _stop;
    private int _epoch;
    private int _position;
    private int _taken;

    public BatchLoader(IDataset data, ExampleOrder order, int batch, int epoch, int epochStep, int lastEpoch)
    {
        (_data, _order, _batch, _epoch, _position, _lastEpoch) = (data, order, batch, epoch, epochStep, lastEpoch);
        _slots = [.. Enumerable.Range(0, Ahead).Select(_ => new Slot(batch * data.InputShape.Length, batch * data.TargetShape.Length))];
        _thread = new Thread(Read) { IsBackground = true, Name = "striate loader" };
        _thread.Start();
    }

    /// <summary>The next batch; its block may be overwritten once the next but one is asked for.</summary>
    public Slot Next()
    {
        if (_taken > 0) _free.Release();
        _ready.Wait();
        var slot = _slots[_taken++ % Ahead];
        if (slot.Failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(slot.Failure);
        return slot;
    }

    public void Dispose()
    {
        _stop = true;
        _free.Release(Ahead);
        _thread.Join();
        _free.Dispose();
        _ready.Dispose();
    }

    private void Read()
    {
        var steps = (_data.Count + _batch - 1) / _batch;
        for (var number = 0; _epoch < _lastEpoch; number++)
        {
            _free.Wait();
            if (_stop) return;
            var slot = _slots[number % Ahead];
            try
            {
                Fill(slot, _order.Of(_epoch).Slice(_position * _batch, Math.Min(_batch, _data.Count - _position * _batch)));
            }
            catch (Exception exception)
            {
                // The trainer's thread throws it where the batch is asked for.
                slot.Failure = exception;
                _ready.Release();
                return;
            }
            _ready.Release();
            if (++_position == steps) (_position, _epoch) = (0, _epoch + 1);
        }
    }

    private void Fill(Slot slot, ReadOnlySpan<int> examples)
    {
        slot.Count = examples.Length;
        var (input, target) = ((int)_data.InputShape.Length, (int)_data.TargetShape.Length);
        for (var i = 0; i < examples.Length; i++)
        {
            var inputs = slot.AllInputs.Slice(i * input, input);
            var targets = slot.AllTargets.Slice(i * target, target);
            _data.Read(examples[i], _epoch, inputs, targets);
            Finite.Require(_data, examples[i], "input", inputs);
            Finite.Require(_data, examples[i], "target", targets);
        }
    }

    /// <summary>A batch.</summary>
    internal sealed class Slot(long inputs, long targets)
    {
        private readonly AlignedBuffer _inputs = new(inputs * sizeof(float));
        private readonly AlignedBuffer _targets = new(targets * sizeof(float));

        public int Count { get; set; }

        public Exception? Failure { get; set; }

        public Span<float> AllInputs => _inputs.AsSpan<float>();

        public Span<float> AllTargets => _targets.AsSpan<float>();
    }
}
