namespace Striate.Layers;

/// <summary>Shapes that do not go together; the message names the layer, shows the arithmetic and says what would fit.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);
