using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Onnx;

/// <summary>Checkpoints as folders <c>FOLDER/&lt;step&gt;/</c> with <c>model.onnx</c>, <c>optimizer.safetensors</c>, <c>state.json</c> and, last, <c>manifest.json</c> with SHA-256 of each.</summary>
/// <remarks>A folder is written as <c>&lt;step&gt;.tmp</c>, flushed, and renamed to a name that never existed; the two newest stay. One whose manifest does not hold is passed over.</remarks>
public sealed class CheckpointFolder : ICheckpointStore
{
    private const int Kept = 2;
    private const string Best = "best/";
    private const string Average = "average/";

    private static readonly string[] Files = ["model.onnx", "optimizer.safetensors", "state.json"];

    private readonly string _folder;
    private readonly Network _network;

    /// <summary>Checkpoints of a network in a folder, which need not exist yet.</summary>
    public CheckpointFolder(string folder, Network network) => (_folder, _network) = (folder, network);

    /// <summary>Called with one line for each damaged checkpoint that is passed over.</summary>
    public Action<string>? OnDamaged { get; init; }

    /// <inheritdoc/>
    public void Write(TrainingSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var name = FreeName(snapshot.Progress.Step);
        var temporary = Path.Combine(_folder, name + ".tmp");
        try
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            // Not checked: training waits for it, the manifest tells damage, and the model at the end is.
            _network.Save(Path.Combine(temporary, Files[0]), new SaveOptions { Check = false });
            var tensors = new Dictionary<string, Tensor>(snapshot.Optimizer, StringComparer.Ordinal);
            foreach (var (key, value) in snapshot.Best ?? new Dictionary<string, Tensor>()) tensors[Best + key] = value;
            foreach (var (key, value) in snapshot.Average ?? new Dictionary<string, Tensor>()) tensors[Average + key] = value;
            SafeTensors.Write(Path.Combine(temporary, Files[1]), tensors);
            SafeFile.Write(Path.Combine(temporary, Files[2]), stream => stream.Write(ProgressJson.Write(snapshot.Progress)));
            SafeFile.Write(Path.Combine(temporary, "manifest.json"), stream => stream.Write(Manifest(temporary)));
            Directory.Move(temporary, Path.Combine(_folder, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw new IOException($"The checkpoint of step {snapshot.Progress.Step} could not be written; earlier ones are whole. {exception.Message}", exception);
        }
        foreach (var old in Steps().Skip(Kept)) Directory.Delete(Path.Combine(_folder, old), recursive: true);
    }

    /// <inheritdoc/>
    public TrainingSnapshot? ReadNewest()
    {
        var damaged = new List<string>();
        foreach (var name in Steps())
        {
            var folder = Path.Combine(_folder, name);
            try
            {
                RequireManifest(folder);
                return Read(folder);
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or JsonException or UnauthorizedAccessException)
            {
                damaged.Add($"The checkpoint '{folder}' is damaged and passed over: {exception.Message}");
                OnDamaged?.Invoke(damaged[^1]);
            }
        }
        return damaged.Count == 0 ? null : throw new InvalidDataException($"No checkpoint in '{_folder}' is whole. {damaged[0]}");
    }

    private static TrainingSnapshot Read(string folder)
    {
        var progress = ProgressJson.Read(File.ReadAllBytes(Path.Combine(folder, Files[2])));
        var parameters = OnnxModel.Load(Path.Combine(folder, Files[0])).Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ToTensor());
        var tensors = SafeTensors.Read(Path.Combine(folder, Files[1]));
        var optimizer = tensors.Where(pair => !pair.Key.StartsWith(Best, StringComparison.Ordinal) && !pair.Key.StartsWith(Average, StringComparison.Ordinal)).ToDictionary();
        return new TrainingSnapshot(progress, parameters, optimizer, Part(Best)) { Average = Part(Average) };

        Dictionary<string, Tensor>? Part(string prefix)
        {
            var part = tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
            return part.Count == 0 ? null : part;
        }
    }

    private static byte[] Manifest(string folder)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var file in Files) json.WriteString(file, Hash(Path.Combine(folder, file)));
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void RequireManifest(string folder)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        foreach (var file in Files)
        {
            if (manifest.RootElement.ValueKind != JsonValueKind.Object || !manifest.RootElement.TryGetProperty(file, out var stored) || stored.GetString() != Hash(Path.Combine(folder, file)))
                throw new InvalidDataException($"{file} is not what manifest.json says.");
        }
    }

    // A torn folder would take the room that the next attempt needs.
    private static void Discard(string temporary)
    {
        try
        {
            Directory.Delete(temporary, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot always be deleted either; the first failure is the one to tell.
        }
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // Newest first. Names are a step, or a step and a number where a step was stored twice.
    private IEnumerable<string> Steps() => !Directory.Exists(_folder) ? [] : Directory.EnumerateDirectories(_folder).Select(path => Path.GetFileName(path)!)
        .Where(name => name.Split('-').All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        .OrderByDescending(name => long.Parse(name.Split('-')[0], CultureInfo.InvariantCulture)).ThenByDescending(name => name.Length).ThenByDescending(name => name, StringComparer.Ordinal).ToArray();

    private string FreeName(long step)
    {
        var name = step.ToString(CultureInfo.InvariantCulture);
        for (var number = 2; Directory.Exists(Path.Combine(_folder, name)); number++) name = string.Create(CultureInfo.InvariantCulture, $"{step}-{number}");
        return name;
    }
}
