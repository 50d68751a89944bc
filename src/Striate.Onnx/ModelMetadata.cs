using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Striate.Filters;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>What ONNX has no place for, as JSON under one key of a model's metadata: preprocessing, class names, and settings of layers.</summary>
internal static class ModelMetadata
{
    public const string Key = "striate";

    public static string Write(Network network)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("name", network.Info.Name);
            json.WriteStartArray("classes");
            foreach (var name in network.Info.ClassNames) json.WriteStringValue(name);
            json.WriteEndArray();
            if (network.Info.Preprocessing is { } preprocessing)
            {
                json.WriteStartObject("preprocessing");
                json.WriteNumber("factor", preprocessing.Factor);
                WriteFloats(json, "mean", preprocessing.Mean);
                WriteFloats(json, "scale", preprocessing.Scale);
                if (preprocessing.Crop is { } crop) json.WriteNumber("crop", crop);
                json.WriteEndObject();
            }
            json.WriteStartArray("numbered");
            foreach (var node in network.Nodes.Where(node => node.Layer is { Name: null })) json.WriteStringValue(node.Name);
            json.WriteEndArray();
            json.WriteStartObject("layers");
            foreach (var node in network.Nodes.Where(node => node.Layer is not null)) WriteLayer(json, node.Name, node.Layer!);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static ModelInfo ReadInfo(JsonElement root)
    {
        var info = new ModelInfo { Name = root.GetProperty("name").GetString() ?? "", ClassNames = [.. root.GetProperty("classes").EnumerateArray().Select(item => item.GetString() ?? "")] };
        if (!root.TryGetProperty("preprocessing", out var stored)) return info;
        return info with
        {
            Preprocessing = new Preprocessing
            {
                Factor = stored.GetProperty("factor").GetSingle(),
                Mean = ReadFloats(stored.GetProperty("mean")),
                Scale = ReadFloats(stored.GetProperty("scale")),
                Crop = stored.TryGetProperty("crop", out var crop) ? crop.GetSingle() : null,
            },
        };
    }

    /// <summary>The names of layers that were numbered and not given.</summary>
    public static IEnumerable<string> ReadNumbered(JsonElement root) => root.GetProperty("numbered").EnumerateArray().Select(item => item.GetString() ?? "");

    /// <summary>One number where all are equal.</summary>
    public static AxisSizes Shortest(ReadOnlySpan<int> sizes) => sizes.Length > 1 && sizes.IndexOfAnyExcept(sizes[0]) < 0 ? sizes[0] : new AxisSizes(sizes);

    /// <summary>The layer with the settings that were stored for its name.</summary>
    public static Layer Restore(Layer layer, JsonElement layers)
    {
        if (layer.Name is null || !layers.TryGetProperty(layer.Name, out var stored)) return layer;
        if (stored.TryGetProperty("adaptive", out _)) return Adaptive(layer, Sizes(stored, "adaptive")!.Value, stored.TryGetProperty("disjoint", out _));
        var (decay, norm, frozen) = (Number(stored, "weightDecay"), Number(stored, "maxNorm"), stored.TryGetProperty("frozen", out _));
        if (layer is WindowLayer window) layer = Restore(window, stored);
        if (layer is PartialPooling partial) layer = partial with { Pooling = (PoolingLayer)Restore(partial.Pooling, stored) };
        if (layer is TransposedConvolution transposed)
        {
            var size = Sizes(stored, "outputSize");
            layer = transposed with
            {
                OutputSize = size,
                OutputPadding = size is not null || layer is WindowLayer { Padding: Padding.SameSize } ? 0 : Sizes(stored, "outputPadding") ?? transposed.OutputPadding,
            };
        }
        return layer switch
        {
            TransposedConvolution convolution => convolution with { WeightDecay = decay, Frozen = frozen, WeightInitializer = Initial(stored, "weights"), BiasInitializer = Initial(stored, "biases") },
            Convolution convolution => convolution with { WeightDecay = decay, MaxNorm = norm, Frozen = frozen, WeightInitializer = Initial(stored, "weights"), BiasInitializer = Initial(stored, "biases") },
            PlacedConvolution convolution => convolution with { WeightDecay = decay, Frozen = frozen, WeightInitializer = Initial(stored, "weights"), BiasInitializer = Initial(stored, "biases") },
            SpatialPadding surround => surround with
            {
                Low = Sizes(stored, "low") ?? surround.Low,
                High = Sizes(stored, "high") ?? surround.High,
                Mode = stored.TryGetProperty("constant", out _) ? PaddingMode.Constant : surround.Mode,
            },
            Dense dense => dense with { WeightDecay = decay, MaxNorm = norm, Frozen = frozen, WeightInitializer = Initial(stored, "weights"), BiasInitializer = Initial(stored, "biases") },
            BatchNormalization normalization => normalization with { Momentum = Number(stored, "momentum") ?? normalization.Momentum, Frozen = frozen, ScaleInitializer = Initial(stored, "scale") },
            PRelu prelu => prelu with { InitialSlope = Number(stored, "initialSlope") ?? prelu.InitialSlope, Frozen = frozen },
            NormalizationLayer normalization => normalization with { Frozen = frozen },
            GlobalAveragePooling pooling => pooling with { KeepAxes = stored.GetProperty("keepAxes").GetBoolean() },
            PixelBlockLayer blocks => blocks with { Block = Sizes(stored, "block") ?? blocks.Block },
            Resampling resampling => ResamplingFunctions.Restore(resampling, stored),
            _ => layer,
        };
    }

    private static WindowLayer Restore(WindowLayer window, JsonElement stored) => window with
    {
        Fit = stored.TryGetProperty("fit", out _) ? Fit.Strict : window.Fit,
        Kernel = Sizes(stored, "kernel") ?? window.Kernel,
        Stride = Sizes(stored, "stride") ?? window.Stride,
        Dilation = Sizes(stored, "dilation") ?? window.Dilation,
        Padding = (stored.TryGetProperty("padding", out var padding) ? padding.GetString() switch { "full" => Padding.Full, "same-low" => Padding.SameLow, _ => Padding.Same }
            : window.Padding is Padding.Explicit zeros ? Padding.Of(Sizes(stored, "low") ?? zeros.Low, Sizes(stored, "high") ?? zeros.High)
            : window.Padding) with
        { Mode = window.Padding.Mode, Value = window.Padding.Value },
    };

    // Where its windows are of one size, adaptive pooling is stored as pooling.
    private static Layer Adaptive(Layer layer, AxisSizes size, bool isDisjoint) => layer is MaxPooling or AdaptiveMaxPooling
        ? new AdaptiveMaxPooling(size) { Name = layer.Name, IsDisjoint = isDisjoint }
        : new AdaptiveAveragePooling(size) { Name = layer.Name, IsDisjoint = isDisjoint };

    private static void WriteLayer(Utf8JsonWriter json, string name, Layer layer)
    {
        if (layer is not (WindowLayer or PartialPooling or IWeighted or BatchNormalization or NormalizationLayer { Frozen: true } or PRelu or GlobalAveragePooling or AdaptivePoolingLayer or Resampling or PixelBlockLayer or SpatialPadding)) return;
        json.WriteStartObject(name);
        if (layer is AdaptivePoolingLayer adaptive) WriteAll(json, "adaptive", adaptive.Size);
        if (layer is AdaptivePoolingLayer { IsDisjoint: true }) json.WriteBoolean("disjoint", true);
        if (layer is PixelBlockLayer blocks) WriteSizes(json, "block", blocks.Block);
        if (layer is Resampling resampling) ResamplingFunctions.WriteSettings(json, resampling);
        if (layer is SpatialPadding surround)
        {
            WriteSizes(json, "low", surround.Low);
            WriteSizes(json, "high", surround.High);
            // A constant of 0 is read as zeros.
            if (surround.Mode == PaddingMode.Constant) json.WriteBoolean("constant", true);
        }
        if (layer is GlobalAveragePooling pooling) json.WriteBoolean("keepAxes", pooling.KeepAxes);
        var windows = layer is PartialPooling partial ? partial.Pooling : layer as WindowLayer;
        if (windows is { Fit: Fit.Strict }) json.WriteString("fit", "strict");
        if (windows is { Padding: Padding.FullOverlap }) json.WriteString("padding", "full");
        if (layer is TransposedConvolution transposed)
        {
            if (transposed.Padding is Padding.SameSize same) json.WriteString("padding", same.IsLow ? "same-low" : "same");
            if (transposed.OutputSize is { } size) WriteAll(json, "outputSize", size);
            else WriteSizes(json, "outputPadding", transposed.OutputPadding);
        }
        if (windows is { } window)
        {
            WriteSizes(json, "kernel", window.Kernel);
            WriteSizes(json, "stride", window.Stride);
            WriteSizes(json, "dilation", window.Dilation);
            if (window.Padding is Padding.Explicit zeros)
            {
                WriteSizes(json, "low", zeros.Low);
                WriteSizes(json, "high", zeros.High);
            }
        }
        if (layer is IWeighted weighted)
        {
            if (weighted.WeightDecay is { } decay) json.WriteNumber("weightDecay", decay);
            if (weighted.MaxNorm is { } norm) json.WriteNumber("maxNorm", norm);
            if (weighted.Frozen) json.WriteBoolean("frozen", true);
            json.WriteString("weights", Text(weighted.WeightInitializer));
            json.WriteString("biases", Text(weighted.BiasInitializer));
        }
        if (layer is PRelu prelu)
        {
            json.WriteNumber("initialSlope", prelu.InitialSlope);
            if (prelu.Frozen) json.WriteBoolean("frozen", true);
        }
        if (layer is NormalizationLayer) json.WriteBoolean("frozen", true);
        if (layer is BatchNormalization normalization)
        {
            // ONNX stores 1 − momentum, which does not come back to the bit.
            json.WriteNumber("momentum", normalization.Momentum);
            if (normalization.Frozen) json.WriteBoolean("frozen", true);
            json.WriteString("scale", Text(normalization.ScaleInitializer));
        }
        json.WriteEndObject();
    }

    // ONNX always has a number an axis; which of two ways they were given in is kept where it cannot be told.
    private static void WriteSizes(Utf8JsonWriter json, string name, AxisSizes sizes)
    {
        if (Shortest(sizes.Sizes.AsSpan()) != sizes) WriteAll(json, name, sizes);
    }

    public static void WriteAll(Utf8JsonWriter json, string name, AxisSizes sizes)
    {
        json.WriteStartArray(name);
        foreach (var size in sizes.Sizes) json.WriteNumberValue(size);
        json.WriteEndArray();
    }

    public static AxisSizes? Sizes(JsonElement stored, string name) =>
        stored.TryGetProperty(name, out var sizes) ? new AxisSizes([.. sizes.EnumerateArray().Select(size => size.GetInt32())]) : null;

    private static float? Number(JsonElement stored, string name) => stored.TryGetProperty(name, out var value) ? value.GetSingle() : null;

    private static string Text(Initializer initializer) => initializer switch
    {
        Initializer.Constant constant => Join("constant", constant.Value),
        Initializer.Uniform uniform => Join("uniform", uniform.Low, uniform.High),
        Initializer.Normal normal => Join("normal", normal.Mean, normal.Deviation),
        Initializer.Scaled scaled => Join("scaled", scaled.Gain, scaled.FanIn, scaled.FanOut, scaled.IsNormal ? 1 : 0),
        Initializer.Orthogonal orthogonal => Join("orthogonal", orthogonal.Gain),
        Initializer.PartialIdentity => Join("identity"),
        Initializer.Designed { Bank: var bank } => Join("filters", [bank.Count, bank.Shape.Rank, .. bank.Shape.Select(size => (float)size), .. bank.SelectMany(filter => filter.Values)]),
        // A user's own initialiser matters before training only; the file holds the values that came of it.
        _ => Join("constant", 0),
    };

    private static Initializer Initial(JsonElement stored, string name)
    {
        var parts = (stored.GetProperty(name).GetString() ?? "").Split(' ');
        var numbers = parts[1..].Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return parts[0] switch
        {
            "uniform" => new Initializer.Uniform(numbers[0], numbers[1]),
            "normal" => new Initializer.Normal(numbers[0], numbers[1]),
            "scaled" => new Initializer.Scaled(numbers[0], (int)numbers[1], (int)numbers[2], numbers[3] != 0),
            "orthogonal" => new Initializer.Orthogonal(numbers[0]),
            "identity" => Initializer.Dirac,
            "filters" => Bank(numbers),
            _ => new Initializer.Constant(numbers[0]),
        };
    }

    // Count, rank, sizes, and the numbers of filter after filter.
    private static Initializer Bank(float[] numbers)
    {
        var (count, rank) = ((int)numbers[0], (int)numbers[1]);
        var shape = Shape.Of([.. numbers[2..(2 + rank)].Select(size => (int)size)]);
        var length = (int)shape.Length;
        return Initializer.Of(new FilterBank([.. Enumerable.Range(0, count).Select(i => new Filter("stored", shape, numbers[(2 + rank + i * length)..(2 + rank + (i + 1) * length)]))]));
    }

    private static string Join(string word, params ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers) word += " " + number.ToString("R", CultureInfo.InvariantCulture);
        return word;
    }

    private static void WriteFloats(Utf8JsonWriter json, string name, ImmutableArray<float> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static ImmutableArray<float> ReadFloats(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetSingle())];
}
