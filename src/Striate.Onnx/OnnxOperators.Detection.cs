using Striate.Layers.Arrays;

namespace Striate.Onnx;

/// <summary>Operators of object detection.</summary>
internal static partial class OnnxOperators
{
    private static void ReadNonMaximumSuppression(NodeReader reader)
    {
        var (boxes, scores) = (reader.Whole(0), reader.Whole(1));
        float? Threshold(int input) => reader.HasInput(input) ? reader.Constant(input, out _).Floats[0] : null;
        var most = reader.HasInput(2) ? Integers(reader, 2, "")![0] : 0;
        var layer = new NonMaximumSuppression((int)Math.Clamp(most, 0, int.MaxValue), Threshold(3) ?? 0) { ScoreThreshold = Threshold(4), IsCentred = reader.Int("center_point_box", 0) != 0 };
        reader.Set(0, new OnnxValue(reader.Make(layer, boxes.Node, scores.Node), 2, [0, 1], OnnxValue.Shared));
    }

    private static void ReadRegionAlignment(NodeReader reader)
    {
        var (maps, regions, pictures) = (reader.Whole(0), reader.Whole(1), reader.Whole(2));
        if (maps.Rank != 4) throw new InvalidDataException($"RoiAlign takes maps of 4 axes, not {maps.Rank}");
        var centre = reader.Text("coordinate_transformation_mode", reader.Import.Opset < 16 ? "output_half_pixel" : "half_pixel");
        var mode = reader.Text("mode", "avg");
        if (centre is not ("half_pixel" or "output_half_pixel") || mode is not ("avg" or "max")) throw reader.Unsupported($"with mode {mode} and coordinates {centre}");
        var layer = new RegionAlignment(checked((int)reader.Int("output_height", 1)), checked((int)reader.Int("output_width", 1)))
        {
            Ratio = checked((int)reader.Int("sampling_ratio", 0)),
            Scale = reader.Float("spatial_scale", 1),
            IsHalfPixel = centre == "half_pixel",
            IsMaximum = mode == "max",
        };
        reader.Set(0, new OnnxValue(reader.Make(layer, reader.Import.Arrange(maps, [0, 2, 3, 1]).Node, regions.Node, pictures.Node), 4, [0, 2, 3, 1], OnnxValue.Shared));
    }
}
