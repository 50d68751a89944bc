using Striate.Kernels.Memory;

namespace Striate.Training;

/// <summary>Reads the batches of a run ahead of time, on threads of its own, into a few blocks that are used in turn.</summary>
/// <remarks>Batches come in their order and hold the same bits, however many threads read; nothing is allocated once it runs.
/// One thread reads until the trainer has to wait for it; each time that happens one more helps, up to a bound: data in memory need no second, pictures that are decoded do.</remarks>
internal sealed class BatchLoader : IDisposable
{
    // One is trained on, one is ready, one is being read.
    private const int Ahead = 3;

    private readonly IDataset _data;
    private readonly IMixedDataset? _mixed;
    private readonly ExampleOrder _order;
    private readonly int _batch;
    private readonly int _lastEpoch;
    private readonly Slot[] _slots;
    private readonly SemaphoreSlim _free = new(Ahead);
    private readonly Lock _gate = new();
    private readonly Thread[] _readers;
    private volatile bool _stop;
    private volatile int _active;
    private int _taken;

    // Behind the gate: what is read next.
    private Slot? _open;
    private int _opened;
    private int _epoch;
    private int _position;

    public BatchLoader(IDataset data, ExampleOrder order, int batch, int epoch, int epochStep, int lastEpoch, int readers = 1)
    {
        (_data, _order, _batch, _epoch, _position, _lastEpoch) = (data, order, batch, epoch, epochStep, lastEpoch);
        _mixed = data is IMixedDataset { IsMixed: true } mixed ? mixed : null;
        _slots = [.. Enumerable.Range(0, Ahead).Select(_ => new Slot(batch, data.InputShape.Length, data.TargetShape.Length))];
        _readers = new Thread[Math.Max(1, readers)];
        StartReader();
    }

    /// <summary>The threads that read.</summary>
    public int Active => _active;

    /// <summary>The next batch; its block may be overwritten once the next but one is asked for.</summary>
    public Slot Next()
    {
        if (_taken > 0) _free.Release();
        var slot = _slots[_taken % Ahead];
        if (!slot.Ready.Wait(0))
        {
            // The first batches are waited for in any case.
            if (_taken >= Ahead && _active < _readers.Length) StartReader();
            slot.Ready.Wait();
        }
        _taken++;
        if (slot.Failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(slot.Failure);
        return slot;
    }

    public void Dispose()
    {
        _stop = true;
        _free.Release(Ahead);
        for (var reader = 0; reader < _active; reader++) _readers[reader].Join();
        _free.Dispose();
        foreach (var slot in _slots) slot.Ready.Dispose();
    }

    private void StartReader()
    {
        var thread = new Thread(Read) { IsBackground = true, Name = $"striate loader {_active + 1}" };
        _readers[_active++] = thread;
        thread.Start();
    }

    private void Read()
    {
        while (Take(out var slot, out var first, out var length))
        {
            try
            {
                Fill(slot, first, length);
            }
            catch (Exception exception)
            {
                // The trainer's thread throws it where the batch is asked for.
                slot.Fail(exception, first);
            }
            if (slot.Finish(length)) Complete(slot);
        }
    }

    // Some examples of the batch that is being read, or of the next one. Who waits for a free block holds the gate: the others would wait too.
    private bool Take(out Slot slot, out int first, out int length)
    {
        (slot, first, length) = (_slots[0], 0, 0);
        lock (_gate)
        {
            if (_open is null)
            {
                if (_epoch >= _lastEpoch) return false;
                _free.Wait();
                if (_stop) return false;
                _open = _slots[_opened++ % Ahead];
                _open.Begin(_order.Of(_epoch).Slice(_position * _batch, Math.Min(_batch, _data.Count - _position * _batch)), _epoch);
                if (++_position == (_data.Count + _batch - 1) / _batch) (_position, _epoch) = (0, _epoch + 1);
            }
            slot = _open;
            first = slot.Given;
            // One reader takes a batch as a whole; several take small shares, so that none waits long for another.
            length = Math.Min(slot.Count - first, _active == 1 ? _batch : Math.Max(1, _batch / (4 * _active)));
            slot.Given += length;
            if (slot.Given == slot.Count) _open = null;
            return true;
        }
    }

    private void Fill(Slot slot, int first, int length)
    {
        var (input, target) = ((int)_data.InputShape.Length, (int)_data.TargetShape.Length);
        for (var i = first; i < first + length && !_stop; i++)
        {
            var inputs = slot.AllInputs.Slice(i * input, input);
            var targets = slot.AllTargets.Slice(i * target, target);
            _data.Read(slot.Examples[i], slot.Epoch, inputs, targets);
            Finite.Require(_data, slot.Examples[i], "input", inputs);
            Finite.Require(_data, slot.Examples[i], "target", targets);
        }
    }

    private void Complete(Slot slot)
    {
        try
        {
            if (slot.Failure is null)
                _mixed?.Mix(slot.Examples, slot.Epoch, slot.AllInputs[..(int)(slot.Count * _data.InputShape.Length)], slot.AllTargets[..(int)(slot.Count * _data.TargetShape.Length)]);
        }
        catch (Exception exception)
        {
            slot.Fail(exception, 0);
        }
        slot.Ready.Release();
    }

    /// <summary>A batch.</summary>
    internal sealed class Slot(int batch, long input, long target)
    {
        private readonly AlignedBuffer _inputs = new(batch * input * sizeof(float));
        private readonly AlignedBuffer _targets = new(batch * target * sizeof(float));
        private readonly int[] _examples = new int[batch];
        private readonly Lock _failing = new();
        private int _failedAt;
        private int _left;

        public int Count { get; private set; }

        public int Epoch { get; private set; }

        /// <summary>How many examples readers have taken upon them.</summary>
        public int Given { get; set; }

        /// <summary>What reading failed with: the first example's failure, whoever read it.</summary>
        public Exception? Failure { get; private set; }

        public SemaphoreSlim Ready { get; } = new(0);

        public ReadOnlySpan<int> Examples => _examples.AsSpan(0, Count);

        public Span<float> AllInputs => _inputs.AsSpan<float>();

        public Span<float> AllTargets => _targets.AsSpan<float>();

        public void Begin(ReadOnlySpan<int> examples, int epoch)
        {
            (Count, Epoch, Given, _left) = (examples.Length, epoch, 0, examples.Length);
            examples.CopyTo(_examples);
        }

        /// <summary>Counts examples that are read; true for the last ones.</summary>
        public bool Finish(int length) => Interlocked.Add(ref _left, -length) == 0;

        public void Fail(Exception exception, int first)
        {
            lock (_failing)
            {
                if (Failure is null || first < _failedAt) (Failure, _failedAt) = (exception, first);
            }
        }
    }
}
