using System.Numerics.Tensors;
using Striate.Kernels.Random;

namespace Striate.Kernels.Pooling;

/// <summary>The features of one example and the clusters that their places fall into, in memory that is lent.</summary>
internal unsafe struct FeatureClusters
{
    // Far beyond what so few places in a plane need to settle.
    private const int MostRounds = 100;
    private const uint StartPurpose = 0x434C5553;

    private readonly ClusterPoolingShape _shape;
    private readonly float* _sums;
    private readonly float* _strengths;
    private readonly int* _places;
    private readonly int* _owners;
    private readonly float* _distances;
    private readonly float* _centres;
    private readonly int* _counts;
    private readonly int* _order;

    public FeatureClusters(in ClusterPoolingShape shape, float* memory)
    {
        _shape = shape;
        _sums = memory;
        _strengths = _sums + shape.Pixels;
        _distances = _strengths + shape.Features;
        _places = (int*)(_distances + shape.Features);
        _owners = _places + shape.Features;
        _centres = (float*)(_owners + shape.Features);
        _counts = (int*)(_centres + 3 * shape.Clusters);
        _order = _counts + shape.Clusters;
    }

    /// <summary>Features that were found.</summary>
    public int Count { get; private set; }

    /// <summary>Floats of memory for one example; whole lines of the cache.</summary>
    public static long Length(in ClusterPoolingShape shape) => (shape.Pixels + 4L * shape.Features + 5L * shape.Clusters + 15) / 16 * 16;

    /// <summary>The pixel of a feature; the strongest comes first.</summary>
    public readonly int Place(int feature) => _places[feature];

    /// <summary>The output of a feature: its cluster's rank by (plane, row, column) of its centre.</summary>
    public readonly int Output(int feature) => _order[_owners[feature]];

    /// <summary>Finds features and clusters of an example.</summary>
    public void Find(float* x)
    {
        for (var pixel = 0; pixel < _shape.Pixels; pixel++) _sums[pixel] = TensorPrimitives.Sum(new ReadOnlySpan<float>(x + (long)pixel * _shape.Channels, _shape.Channels));
        Count = 0;
        for (var pixel = 0; pixel < _shape.Pixels; pixel++)
            if (IsPeak(pixel)) Insert(pixel, 0, _shape.Features);
        // Too few for the clusters: the strongest other pixels.
        var peaks = Count;
        for (var pixel = 0; peaks < _shape.Clusters && pixel < _shape.Pixels; pixel++)
            if (!IsPeak(pixel)) Insert(pixel, peaks, _shape.Clusters);
        Start();
        for (var round = 0; round < MostRounds && Assign(round); round++) Centre();
        Sort();
    }

    // Larger than all neighbours, and of equal ones the first.
    private readonly bool IsPeak(int pixel)
    {
        var (d, h, w) = At(pixel);
        for (var z = Math.Max(d - 1, 0); z <= Math.Min(d + 1, _shape.Depth - 1); z++)
        {
            for (var y = Math.Max(h - 1, 0); y <= Math.Min(h + 1, _shape.Height - 1); y++)
            {
                for (var column = Math.Max(w - 1, 0); column <= Math.Min(w + 1, _shape.Width - 1); column++)
                {
                    var other = (z * _shape.Height + y) * _shape.Width + column;
                    if (other < pixel ? !(_sums[pixel] > _sums[other]) : !(_sums[pixel] >= _sums[other])) return false;
                }
            }
        }
        return true;
    }

    // Among those from one on, which are sorted; the weakest falls out where there is no room.
    private void Insert(int pixel, int from, int room)
    {
        var strength = float.IsNaN(_sums[pixel]) ? float.NegativeInfinity : _sums[pixel];
        if (Count == room && !(strength > _strengths[Count - 1])) return;
        if (Count < room) Count++;
        var place = Count - 1;
        for (; place > from && strength > _strengths[place - 1]; place--) (_strengths[place], _places[place]) = (_strengths[place - 1], _places[place - 1]);
        (_strengths[place], _places[place]) = (strength, pixel);
    }

    // A drawn feature, then always the one that lies farthest from all centres so far (Gonzalez 1985), the stronger of equal ones: groups that lie apart get a centre each.
    private readonly void Start()
    {
        Put(0, new PhiloxStream(_shape.Seed, StartPurpose, 0, 0).Below(0, Count));
        for (var feature = 0; feature < Count; feature++) (_owners[feature], _distances[feature]) = (-1, float.PositiveInfinity);
        for (var cluster = 1; cluster < _shape.Clusters; cluster++)
        {
            var chosen = 0;
            for (var feature = 0; feature < Count; feature++)
            {
                _distances[feature] = MathF.Min(_distances[feature], Distance(feature, cluster - 1));
                if (_distances[feature] > _distances[chosen]) chosen = feature;
            }
            Put(cluster, chosen);
        }
    }

    // Whether a feature has changed its cluster.
    private readonly bool Assign(int round)
    {
        var changed = round == 0;
        new Span<int>(_counts, _shape.Clusters).Clear();
        for (var feature = 0; feature < Count; feature++)
        {
            var (nearest, least) = (0, float.PositiveInfinity);
            for (var cluster = 0; cluster < _shape.Clusters; cluster++)
            {
                var distance = Distance(feature, cluster);
                if (distance < least) (nearest, least) = (cluster, distance);
            }
            changed |= _owners[feature] != nearest;
            (_owners[feature], _distances[feature]) = (nearest, least);
            _counts[nearest]++;
        }
        for (var cluster = 0; cluster < _shape.Clusters; cluster++)
            if (_counts[cluster] == 0) changed |= Refill(cluster);
        return changed;
    }

    // A cluster that lost all takes the feature that lies farthest from its centre, of those that are not alone.
    private readonly bool Refill(int cluster)
    {
        var chosen = -1;
        for (var feature = 0; feature < Count; feature++)
            if (_counts[_owners[feature]] > 1 && (chosen < 0 || _distances[feature] > _distances[chosen])) chosen = feature;
        _counts[_owners[chosen]]--;
        (_owners[chosen], _distances[chosen], _counts[cluster]) = (cluster, 0, 1);
        return true;
    }

    private readonly void Centre()
    {
        new Span<float>(_centres, 3 * _shape.Clusters).Clear();
        for (var feature = 0; feature < Count; feature++)
        {
            var (d, h, w) = At(_places[feature]);
            var centre = _centres + 3 * _owners[feature];
            (centre[0], centre[1], centre[2]) = (centre[0] + d, centre[1] + h, centre[2] + w);
        }
        for (var i = 0; i < 3 * _shape.Clusters; i++) _centres[i] /= _counts[i / 3];
    }

    private readonly void Sort()
    {
        for (var cluster = 0; cluster < _shape.Clusters; cluster++)
        {
            _order[cluster] = 0;
            for (var other = 0; other < _shape.Clusters; other++)
            {
                var compared = new ReadOnlySpan<float>(_centres + 3 * other, 3).SequenceCompareTo(new ReadOnlySpan<float>(_centres + 3 * cluster, 3));
                if (compared < 0 || (compared == 0 && other < cluster)) _order[cluster]++;
            }
        }
    }

    private readonly void Put(int cluster, int feature)
    {
        var (d, h, w) = At(_places[feature]);
        (_centres[3 * cluster], _centres[3 * cluster + 1], _centres[3 * cluster + 2]) = (d, h, w);
    }

    private readonly float Distance(int feature, int cluster)
    {
        var (d, h, w) = At(_places[feature]);
        var centre = _centres + 3 * cluster;
        return (d - centre[0]) * (d - centre[0]) + (h - centre[1]) * (h - centre[1]) + (w - centre[2]) * (w - centre[2]);
    }

    private readonly (int Depth, int Height, int Width) At(int pixel) => (pixel / _shape.Width / _shape.Height, pixel / _shape.Width % _shape.Height, pixel % _shape.Width);
}
