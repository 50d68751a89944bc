using Striate.Networks;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>What the numbers of one layer see of the network's input.</summary>
/// <param name="Node">The layer's place.</param>
/// <param name="Output">The shape of one example of its output.</param>
/// <param name="Before">What its inputs see, those of several branches joined; one an axis, or empty as <paramref name="Axes"/>.</param>
/// <param name="Axes">What its outputs see, one an axis; empty where they see everything, have no places (behind a flatten), or no fields of one size and distance. Behind a transposed
/// convolution the fields of neighbours do not lie evenly: the size is the largest, the first input that of output 0.</param>
/// <param name="SeesEverything">Whether every number sees the whole input.</param>
public sealed record LayerField(Node Node, Shape Output, IReadOnlyList<ReceptiveField> Before, IReadOnlyList<ReceptiveField> Axes, bool SeesEverything)
{
    /// <summary>The inputs that the numbers at a place see, along an axis: first and last, padding included.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="place">The place along it.</param>
    public (long First, long Last) At(int axis, int place)
    {
        var field = Axes[axis];
        var first = field.First + place * field.Jump;
        return (first, first + field.Size - 1);
    }
}
