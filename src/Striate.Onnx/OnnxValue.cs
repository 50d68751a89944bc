using System.Collections.Immutable;
using Striate.Networks;

namespace Striate.Onnx;

/// <summary>An ONNX value as a node: its axes may lie in another order, so that a transposition is a matter of names and nothing moves before something needs it.</summary>
/// <param name="Node">Who makes it.</param>
/// <param name="Rank">The number of axes in ONNX.</param>
/// <param name="Order">ONNX's axis for each axis of the node's example; axes of size 1 may be missing, and so is axis 0 where it holds the examples.</param>
/// <param name="Examples">What axis 0 is: the examples, a number of them that is <see cref="Free"/> or known, or <see cref="Shared"/>, an axis as any other.</param>
internal sealed record OnnxValue(Node Node, int Rank, ImmutableArray<int> Order, int Examples)
{
    /// <summary>Axis 0 holds the examples, as many as a run is given.</summary>
    public const int Free = -1;

    /// <summary>The node holds one example, and axis 0 is an axis of it.</summary>
    public const int Shared = 0;

    /// <summary>Whether axis 0 holds the examples.</summary>
    public bool IsBatched => Examples != Shared;

    /// <summary>The first of ONNX's axes that a node's example may have.</summary>
    public int FirstAxis => IsBatched ? 1 : 0;

    /// <summary>Whether no axis is missing.</summary>
    public bool IsFull => Order.Length == Rank - FirstAxis;

    /// <summary>Whether the axes stand as ONNX has them.</summary>
    public bool IsPlain => Order.SequenceEqual(Order.Order());

    /// <summary>Channels last: the order of maps; a vector stays one.</summary>
    public static ImmutableArray<int> MapOrder(int rank) => rank < 2 ? [] : [.. Enumerable.Range(2, rank - 2), 1];

    /// <summary>The examples' axes as ONNX has them.</summary>
    public static ImmutableArray<int> PlainOrder(int rank, bool isBatched) => [.. Enumerable.Range(isBatched ? 1 : 0, rank - (isBatched ? 1 : 0))];
}
