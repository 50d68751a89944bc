using Striate.Kernels.Arrays;

namespace Striate.Steps.Arrays;

/// <summary>Regions of maps brought to one size.</summary>
internal sealed class RegionStep : Step
{
    private readonly string _label;
    private readonly RegionSampler _sampler;
    private readonly bool _isMaximum;

    public RegionStep(string label, RegionSampler sampler, bool isMaximum, Value maps, Value regions, Value pictures, Value output) : base([maps, regions, pictures], output)
    {
        (_label, _sampler, _isMaximum) = (label, sampler, isMaximum);
    }

    public override string Kind => "align regions";

    public override bool MixesExamples => false;

    public override bool BackwardReadsInput(int index) => index > 0 || _isMaximum;

    public override void Forward(StepContext context)
    {
        var each = (int)Output.Shape[1..].Length;
        for (var i = 0; i < Output.Batch * Output.Shape[0]; i++) _sampler.Forward(Inputs[0].Data.Slice(Map(i), MapLength), Region(i), Output.Data.Slice(i * each, each));
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        if (InputMode(0) == GradientMode.Write) Inputs[0].Gradient.Clear();
        var each = (int)Output.Shape[1..].Length;
        for (var i = 0; i < Output.Batch * Output.Shape[0]; i++)
            _sampler.Backward(_isMaximum ? Inputs[0].Data.Slice(Map(i), MapLength) : [], Region(i), Output.Gradient.Slice(i * each, each), Inputs[0].Gradient.Slice(Map(i), MapLength));
    }

    private int MapLength => (int)Inputs[0].Shape[1..].Length;

    private ReadOnlySpan<float> Region(int index) => Inputs[1].Data.Slice(Inputs[1].Batch == 1 ? index % Output.Shape[0] * 4 : index * 4, 4);

    private int Map(int index)
    {
        var pictures = Inputs[0].Shape[0];
        var picture = Inputs[2].As<long>()[Inputs[2].Batch == 1 ? index % Output.Shape[0] : index];
        if (picture < 0 || picture >= pictures) throw new ArgumentException($"{_label} has a region of picture {picture}; there are {pictures}.");
        return ((Inputs[0].Batch == 1 ? 0 : index / Output.Shape[0] * pictures) + (int)picture) * MapLength;
    }
}
