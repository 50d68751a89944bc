using System.Globalization;
using Striate.Data.Sound;

namespace Striate.Data.Tests.Sound;

/// <summary>Odd, awkward and corrupt files of public audio libraries, beside what libsndfile 1.2.0 makes of them (the data's own table).</summary>
public class OddWavTests
{
    // libsndfile reads 24 bits in 4 bytes wrongly: the low three bytes of each four count, as the file's own source says.
    private static readonly string[] OtherAnswers = ["hound/pcmwaveformat-24bit-4byte-48kHz-stereo.wav"];

    [DataFact("audio-odd")]
    public void WhatIsReadIsRightAndTheRestIsRefused()
    {
        var folder = Path.Combine(TestData.Root!, "audio-odd");
        var (read, wrong) = (0, new List<string>());
        foreach (var line in File.ReadLines(Path.Combine(folder, "reference.tsv")).Skip(1))
        {
            var cells = line.Split('\t');
            if (!cells[0].EndsWith(".wav", StringComparison.OrdinalIgnoreCase)) continue;
            Recording recording;
            try
            {
                recording = Wav.Read(Path.Combine(folder, cells[0]));
            }
            catch (InvalidDataException exception)
            {
                // One line that names the file.
                if (!exception.Message.Contains(Path.GetFileName(cells[0]), StringComparison.Ordinal) || exception.Message.Contains('\n')) wrong.Add($"{cells[0]}: {exception.Message}");
                continue;
            }
            read++;
            if (cells[1] != "ok" || OtherAnswers.Contains(cells[0])) continue;
            var (frames, channels) = (recording.Samples.Shape[0], recording.Samples.Shape.Channels);
            var first = cells[13].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var ours = recording.Samples.ToArray();
            if (recording.Rate != int.Parse(cells[6], CultureInfo.InvariantCulture) || channels != int.Parse(cells[5], CultureInfo.InvariantCulture) || frames != int.Parse(cells[8], CultureInfo.InvariantCulture)
                || !first.SequenceEqual(ours.Take(first.Length)))
                wrong.Add($"{cells[0]}: {recording.Rate} {channels} {frames} {string.Join(' ', ours.Take(4))}; libsndfile {cells[6]} {cells[5]} {cells[8]} {cells[13]}");
        }
        Assert.Equal([], wrong);
        // The others hold no samples, companded or compressed ones, odd numbers of bits, or are big-endian, RF64 or corrupt.
        Assert.Equal(51, read);
    }
}
