using Striate.Layers;

namespace Striate.Onnx;

/// <summary>Normalisations.</summary>
internal static partial class OnnxOperators
{
    private static void ReadBatchNormalization(NodeReader reader) => ReadBatchNormalization(reader, epsilonOutsideRoot: false);

    public static void ReadBatchNormalization(NodeReader reader, bool epsilonOutsideRoot)
    {
        // Before opset 7, is_test tells inference from training.
        if (reader.Int("is_test", 1) != 1 || reader.Int("training_mode", 0) != 0 || reader.Int("spatial", 1) != 1) throw reader.Unsupported("in training mode, or with a mean for each place");
        reader.RequireOneOutput();
        var scale = reader.Constant(1, out var name);
        var (shift, mean, variance) = (reader.Constant(2, out var shiftName), reader.Constant(3, out var meanName), reader.Constant(4, out var varianceName));
        var layer = new BatchNormalization
        {
            Name = reader.Name(name) ?? reader.Import.Unique("bn"),
            Epsilon = reader.Float("epsilon", 1e-5f),
            EpsilonOutsideRoot = epsilonOutsideRoot,
            Momentum = 1 - reader.Float("momentum", 0.9f),
        };
        reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", scale, name), ("bias", shift, shiftName), ("running_mean", mean, meanName), ("running_var", variance, varianceName));
    }

    private static void ReadInstanceNormalization(NodeReader reader)
    {
        var scale = reader.Constant(1, out var name);
        reader.ApplyWeighted(new InstanceNormalization { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) }, scale, name);
    }

    private static void ReadGroupNormalization(NodeReader reader)
    {
        // Before opset 21 a scale belongs to a group; from then on to a channel.
        var scale = reader.Constant(1, out var name);
        reader.Int("stash_type", 1);
        var groups = checked((int)reader.Int("num_groups", 1));
        if (reader.Import.Opset < 21 && scale.Shape.Length == groups) throw reader.Unsupported("with a scale for each group");
        reader.ApplyWeighted(new GroupNormalization(groups) { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) }, scale, name);
    }

    private static void ReadLayerNormalization(NodeReader reader)
    {
        var scale = reader.Constant(1, out var name);
        reader.RequireOneOutput();
        reader.Int("stash_type", 1);
        // Of N × C, axis 1 and the last are the same; over more than the channels each number has a scale of its own.
        if (scale.Shape.Rank != 1 || reader.Int("axis", -1) is not (1 or -1)) throw reader.Unsupported($"with a scale of {scale.Shape}");
        if (reader.IsPooled || reader.Import.ShapeOf(reader.Input(0)).Rank != 1) throw reader.Unsupported("along another axis than the channels");
        var layer = new LayerNormalization { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) };
        reader.ApplyWeighted(layer, scale, name);
    }

    public static void ReadLocalResponse(NodeReader reader) => reader.Apply(new LocalResponseNormalization(checked((int)reader.Int("size", 0)))
    {
        Name = reader.Name(),
        Alpha = reader.Float("alpha", 1e-4f),
        Beta = reader.Float("beta", 0.75f),
        K = reader.Float("bias", 1),
    });
}
