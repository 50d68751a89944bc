namespace Striate.Networks;

/// <content>From a network of one window to one that scans.</content>
public sealed partial class Network
{
    /// <summary>The same network for inputs of any larger size: its dense head becomes convolutions, so that one pass gives what the network would say of every window.</summary>
    /// <remarks>
    /// <para>The output has spatial axes again: its number at position p is the network's output for the window that begins at p · stride, stride being the product of all strides.
    /// A dense layer behind a flatten of h × w × C is a convolution with a kernel of h × w, one behind a vector a convolution with a kernel of 1; global pooling slides with
    /// stride 1. Parameters are copied, under the same names.</para>
    /// <para>Padding is what no larger input repeats: around a window inside it stand neighbours, not zeros. So it is refused, unless <paramref name="exact"/> is false; positions then
    /// differ at the windows' edges.</para>
    /// </remarks>
    /// <param name="maximum">Whether the largest number of each channel over all positions follows: "it is somewhere". Positions of a network that ends with logits compare as their probabilities do.</param>
    /// <param name="exact">Whether every position must equal the network's own output.</param>
    /// <exception cref="ArgumentException">A layer cannot scan; the message names it and says why.</exception>
    /// <example><code>
    /// var scanning = network.ToScanning();
    /// var somewhere = network.ToScanning(maximum: true);
    /// </code></example>
    public Network ToScanning(bool maximum = false, bool exact = true)
    {
        var scanner = new Scanner(exact);
        foreach (var node in Nodes) scanner.Add(node);
        var scanning = Of([.. Outputs.Select(output => scanner.Output(output, maximum))]).With(Info);
        foreach (var parameter in Parameters) scanning.Parameters[parameter.Name].Set(parameter.Values);
        return scanning;
    }
}
