using System.CommandLine;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Insight;
using Striate.Layers;

namespace Striate.Cli.Commands;

/// <summary><c>striate matrix</c>: a linear layer as the matrix that it is.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var layer = new Argument<string>("layer") { Description = $"{LayerWords.Names}; or a model, a name from docs/models.md or an .onnx file" };
        var node = new Option<string?>("--layer") { Description = "Which layer of a model" };
        var input = new Option<string>("--input") { Description = Options.MapHelp, DefaultValueFactory = _ => "3" };
        var axes = Options.Axes();
        var inputChannels = Options.InputChannels();
        var kernel = new Option<string>("--kernel") { Description = "Taps, as in 3 or 1x7", DefaultValueFactory = _ => "2" };
        var stride = new Option<string?>("--stride") { Description = "As in 2 or 1x2 (default the layer's own)" };
        var padding = new Option<string>("--padding") { Description = Options.PaddingHelp, DefaultValueFactory = _ => "valid" };
        var dilation = new Option<string>("--dilation") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var channels = new Option<int>("--channels") { Description = "Output channels", DefaultValueFactory = _ => 1 };
        var scale = new Option<string>("--scale") { Description = "Resampling: outputs for each input, as in 2, 0.5 or 1x2", DefaultValueFactory = _ => "2" };
        var interpolation = new Option<string>("--interpolation") { Description = "Resampling: nearest, linear, cubic, spline, lanczos or area", DefaultValueFactory = _ => "nearest" };
        var coordinates = new Option<string>("--coordinates") { Description = "Resampling: half-pixel, align-corners or asymmetric", DefaultValueFactory = _ => "half-pixel" };
        var flip = new Option<bool>("--flip") { Description = "Convolution: the kernel reversed, the mathematician's convolution" };
        var tiles = new Option<string>("--tiles") { Description = "Tiled: kernels in turn along each axis, as in 2 or 1x2", DefaultValueFactory = _ => "2" };
        var weights = new Option<string?>("--weights") { Description = "A CSV file with the weights; numbers are shown instead of k1, k2, …" };
        var order = Options.Order();
        var transpose = new Option<bool>("--transpose") { Description = "The transposed matrix: the backward pass" };
        var patches = new Option<string?>("--patches") { Description = "X.csv: also the layer as a product of patches and weights (im2col), for this map" };
        var csv = new Option<string?>("--csv") { Description = "Also write the numbers to a CSV file" };
        var picture = new Option<string?>("--picture") { Description = "Also draw dense, unshared and shared side by side, tied weights in one colour: a .png or .svg file" };
        var graph = new Option<string?>("--graph") { Description = "Also draw which input reaches which output over which weight: an .svg file" };
        var json = Options.Json();
        var command = new Command("matrix", "Show a linear layer as a matrix, or why it is not linear")
        {
            layer, node, input, axes, inputChannels, kernel, stride, padding, dilation, channels, scale, interpolation, coordinates, flip, tiles, weights, order, transpose, patches, csv, picture, graph, json,
        };
        command.SetAction(parsed =>
        {
            var cells = Options.Order(parsed.GetValue(order)!);
            var settings = new LayerWords.Settings(parsed.GetValue(channels), Options.Sizes("--kernel", parsed.GetValue(kernel)!),
                parsed.GetValue(stride) is { } steps ? Options.Sizes("--stride", steps) : null, Options.Padding(parsed.GetValue(padding)!), Options.Sizes("--dilation", parsed.GetValue(dilation)!),
                Options.Scales(parsed.GetValue(scale)!), Options.Word<Interpolation>("--interpolation", parsed.GetValue(interpolation)!), Options.Word<Coordinates>("--coordinates", parsed.GetValue(coordinates)!), parsed.GetValue(flip), Options.Sizes("--tiles", parsed.GetValue(tiles)!));
            var word = parsed.GetValue(layer)!;
            float[]? numbers = parsed.GetValue(weights) is { } file ? Csv.Read(file).ToArray() : null;
            var found = LayerWords.Find(word, settings);
            var place = found is null ? Options.Network(word)[parsed.GetValue(node) ?? throw new ArgumentException($"'{word}' is a model; name one of its layers with --layer, or one of these layers: {LayerWords.Names}.")] : null;
            if ((found ?? place!.Layer) is not { } asked) throw new ArgumentException($"{place} is an input, no layer.");
            var shape = place?.LayerInputs.Shape ?? Options.Map(parsed.GetValue(input)!, parsed.GetValue(axes), parsed.GetValue(inputChannels));
            var linearity = Linearity.Of(asked with { SharedWith = null }, shape);
            if (!linearity.IsAffine)
            {
                if (parsed.GetValue(json)) MatrixOutput.WriteJson(asked, linearity, null);
                else Console.Out.WriteLine($"{asked.Kind} is not linear: {linearity.CounterExample}");
                return 0;
            }
            var matrix = place is null ? LayerMatrix.Of(asked, shape, cells, numbers) : LayerMatrix.Of(place, cells);
            if (parsed.GetValue(transpose)) matrix = matrix.Transposed();
            if (parsed.GetValue(csv) is { } table) File.WriteAllText(table, matrix.ToCsv());
            if (parsed.GetValue(picture) is { } drawn) Draw(drawn, matrix);
            if (parsed.GetValue(graph) is { } lines) File.WriteAllText(lines, MatrixPicture.ToGraph(Ways(matrix)));
            if (parsed.GetValue(json)) MatrixOutput.WriteJson(asked, linearity, matrix);
            else MatrixOutput.WriteText(asked, matrix, symbols: numbers is null && place is null);
            if (parsed.GetValue(patches) is { } example) Console.Out.Write("\n" + Patches(asked, example, numbers));
            return 0;
        });
        return command;
    }

    private static (string, LayerMatrix)[] Ways(LayerMatrix matrix) =>
        [($"dense: {matrix.Dense().FreeParameters}", matrix.Dense()), ($"unshared: {matrix.Unshared().FreeParameters}", matrix.Unshared()), ($"shared: {matrix.FreeParameters}", matrix)];

    private static void Draw(string path, LayerMatrix matrix)
    {
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) File.WriteAllText(path, MatrixPicture.ToSvg(Ways(matrix)));
        else if (MatrixPicture.ToPixels(matrix.Dense(), matrix.Unshared(), matrix) is var (height, width, bytes)) Png.Write(path, new Picture(height, width, 3, bytes));
    }

    private static string Patches(Layer layer, string path, float[]? weights)
    {
        var table = Csv.Read(path);
        var example = table.Reshape(table.Shape[0], table.Shape[1], 1);
        if (layer is not Convolution convolution) throw new ArgumentException($"--patches lays out a convolution, not a {layer.Kind}.");
        var length = convolution.Channels * convolution.Kernel.At(0) * convolution.Kernel.At(1);
        return PatchLowering.Of(convolution, example, weights ?? [.. Enumerable.Range(1, length).Select(i => (float)i)]).ToText();
    }
}
