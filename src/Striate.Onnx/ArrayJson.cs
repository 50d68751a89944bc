using System.Text.Json.Serialization;
using Striate.Layers.Arrays;

namespace Striate.Onnx;

/// <summary>The settings of layers of arrays as JSON, one line a layer; what a damaged file leaves out is missed.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Transposition))]
[JsonSerializable(typeof(Reshaping))]
[JsonSerializable(typeof(AxisToBatch))]
[JsonSerializable(typeof(BatchToAxis))]
[JsonSerializable(typeof(Elementwise))]
[JsonSerializable(typeof(Broadcasting))]
[JsonSerializable(typeof(Selection))]
[JsonSerializable(typeof(Casting))]
[JsonSerializable(typeof(Hardmax))]
[JsonSerializable(typeof(IndexUnpooling))]
[JsonSerializable(typeof(AxisSums))]
[JsonSerializable(typeof(Spectrum))]
[JsonSerializable(typeof(Slicing))]
[JsonSerializable(typeof(Joining))]
[JsonSerializable(typeof(Tiling))]
[JsonSerializable(typeof(ArrayPadding))]
[JsonSerializable(typeof(Gathering))]
[JsonSerializable(typeof(Reduction))]
[JsonSerializable(typeof(TopPlaces))]
[JsonSerializable(typeof(Cumulation))]
[JsonSerializable(typeof(MatrixMultiplication))]
[JsonSerializable(typeof(NonMaximumSuppression))]
[JsonSerializable(typeof(RegionAlignment))]
internal sealed partial class ArrayJson : JsonSerializerContext;
