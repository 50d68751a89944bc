using Striate.Insight;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class WindowArithmeticTests
{
    [Theory]
    [Trait("Row", "42")]
    [Trait("Row", "43")]
    [Trait("Row", "44")]
    [Trait("Row", "46")]
    [Trait("Row", "47")]
    [Trait("Row", "52")]
    [InlineData(7, 3, 1, "valid", "(7 − 3) / 1 + 1 = 5", 5, 5)]
    [InlineData(32, 5, 1, "valid", "(32 − 5) / 1 + 1 = 28", 28, 28)]
    [InlineData(7, 3, 2, "valid", "(7 − 3) / 2 + 1 = 3", 3, 3)]
    [InlineData(7, 3, 3, "valid", "⌊(7 − 3) / 3 + 1⌋ = ⌊2.33⌋ = 2", 2, 2.3333333333333335)]
    [InlineData(7, 3, 1, "same", "(7 + 2·1 − 3) / 1 + 1 = 7", 7, 7)]
    [InlineData(32, 5, 1, "same", "(32 + 2·2 − 5) / 1 + 1 = 32", 32, 32)]
    [InlineData(5, 3, 1, "full", "(5 + 2·2 − 3) / 1 + 1 = 7", 7, 7)]
    [InlineData(6, 2, 1, "same", "(6 + 0 + 1 − 2) / 1 + 1 = 6", 6, 6)]
    public void TheFormulaWithItsNumbers(int input, int kernel, int stride, string padding, string formula, int output, double exact)
    {
        var layer = new Convolution(1, kernel) { Stride = stride, Padding = padding switch { "same" => Padding.Same, "full" => Padding.Full, _ => Padding.Valid } };
        var answer = WindowArithmetic.Of(layer, Shape.Of(input, input, 1));
        Assert.Equal((formula, Shape.Of(output, output, 1), output == exact), (answer.Formula, answer.Output, answer.Fits));
        Assert.All(answer.Axes, axis => Assert.Equal(exact, axis.Exact));
    }

    [Fact]
    [Trait("Row", "46")]
    [Trait("Row", "49")]
    public void WhatDoesNotFitAndWhatWould()
    {
        var answer = WindowArithmetic.Of(new Convolution(1, 3) { Stride = 3 }, Shape.Of(7, 7, 1));
        Assert.Equal(
            "Convolution does not fit: input 7×7, kernel 3×3, stride 3 gives (7 − 3) / 3 + 1 = 2.33.\n"
            + "Strides that fit: 1, 2, 4. With stride 3: padding 1 (gives 3), or input 6 or 9. To drop the last row and column, set Fit = Fit.Floor.", answer.Misfit);
        foreach (var axis in answer.Axes)
        {
            Assert.Equal((1, 2), (axis.Unused, axis.Output));
            Assert.Equal([1, 2, 4], axis.Suggestions.Strides);
            Assert.Equal([1], axis.Suggestions.Paddings);
            Assert.Equal([6, 9], axis.Suggestions.Inputs);
            // A kernel of 1 gives (7 − 1) / 3 + 1 = 3, one of 4 gives 2; taps 3 apart span 7.
            Assert.Equal([1, 4], axis.Suggestions.Kernels);
            Assert.Equal([3], axis.Suggestions.Dilations);
        }
    }

    [Fact]
    [Trait("Row", "49")]
    public void EverySuggestionFits()
    {
        for (var input = 1; input <= 12; input++)
        {
            for (var kernel = 1; kernel <= input; kernel++)
            {
                for (var stride = 1; stride <= 5; stride++)
                {
                    for (var dilation = 1; dilation <= 3; dilation++)
                    {
                        if (dilation * (kernel - 1) + 1 > input) continue;
                        var layer = new Convolution(1, kernel) { Stride = stride, Dilation = dilation };
                        var (axis, strict) = (WindowArithmetic.Of(layer, Shape.Of(input, 1)).Axes[0], layer with { Fit = Fit.Strict });
                        Assert.Equal(axis.Fits, axis.Suggestions.Strides.Count == 0);
                        Assert.All(axis.Suggestions.Strides, value => Fits(strict with { Stride = value }, input));
                        Assert.All(axis.Suggestions.Paddings, value => Fits(strict with { Padding = Padding.Of(value) }, input));
                        Assert.All(axis.Suggestions.Inputs, value => Fits(strict, value));
                        Assert.All(axis.Suggestions.Kernels, value => Fits(strict with { Kernel = value }, input));
                        Assert.All(axis.Suggestions.Dilations, value => Fits(strict with { Dilation = value }, input));
                        // None is left out: every other stride leaves a rest.
                        if (axis.Fits) continue;
                        Assert.All(Enumerable.Range(1, input).Except(axis.Suggestions.Strides).Where(value => value <= axis.Window.Room), value => Assert.Throws<ShapeException>(() => Fits(strict with { Stride = value }, input)));
                        Assert.All(Enumerable.Range(0, axis.Window.Extent).Except(axis.Suggestions.Paddings), value => Assert.Throws<ShapeException>(() => Fits(strict with { Padding = Padding.Of(value) }, input)));
                    }
                }
            }
        }

        static void Fits(Convolution layer, int size) => Assert.True(WindowArithmetic.Of(layer, Shape.Of(size, 1)).Fits);
    }

    [Fact]
    [Trait("Row", "51")]
    [Trait("Row", "173")]
    public void HowOftenAnInputIsVisitedAndHowMuchAnOutputSees()
    {
        var valid = WindowArithmetic.Of(new Convolution(1, 3), Shape.Of(5, 1)).Axes[0];
        Assert.Equal([1, 2, 3, 2, 1], valid.Visits());
        Assert.Equal([3, 3, 3], valid.Support());
        var full = WindowArithmetic.Of(new Convolution(1, 3) { Padding = Padding.Full }, Shape.Of(5, 1)).Axes[0];
        Assert.Equal([3, 3, 3, 3, 3], full.Visits());
        Assert.Equal([1, 2, 3, 3, 3, 2, 1], full.Support());
    }

    [Fact]
    [Trait("Row", "138")]
    public void TransposedWindowsOverlapUnevenly()
    {
        // Three next to four taps, both 2 apart: 1 1 2 1 2 … against 2 2 2 inside.
        Assert.Equal([1, 1, 2, 1, 2, 1, 2, 1, 1], WindowArithmetic.Of(new TransposedConvolution(1, 3) { Stride = 2 }, Shape.Of(4, 1)).Axes[0].Support());
        Assert.Equal([1, 1, 2, 2, 2, 2, 2, 2, 1, 1], WindowArithmetic.Of(new TransposedConvolution(1, 4) { Stride = 2 }, Shape.Of(4, 1)).Axes[0].Support());
    }

    [Fact]
    public void VisitsAreThoseCountedOneByOne()
    {
        for (var input = 1; input <= 9; input++)
        {
            for (var kernel = 1; kernel <= 4; kernel++)
            {
                for (var (stride, dilation, low, high) = (1, 1, 0, 2); stride <= 4; (stride, dilation, low) = (stride + 1, 1 + stride % 3, (low + 1) % kernel))
                {
                    if (input + low + high < dilation * (kernel - 1) + 1) continue;
                    var axis = WindowArithmetic.Of(new Convolution(1, kernel) { Stride = stride, Dilation = dilation, Padding = Padding.Of(new AxisSizes(low), new AxisSizes(high)) }, Shape.Of(input, 1)).Axes[0];
                    var (visits, support) = (new int[input], new int[axis.Output]);
                    for (var output = 0; output < axis.Output; output++)
                    {
                        for (var tap = 0; tap < kernel; tap++)
                        {
                            var place = output * stride + tap * dilation - low;
                            if (place < 0 || place >= input) continue;
                            visits[place]++;
                            support[output]++;
                        }
                    }
                    Assert.Equal(visits, axis.Visits());
                    Assert.Equal(support, axis.Support());
                }
            }
        }
    }

    [Fact]
    [Trait("Row", "111")]
    public void TheSizesThatLeadBack()
    {
        var convolution = new Convolution(1, 3) { Stride = 2, Padding = Padding.Of(1), Dilation = 2 };
        Assert.Equal([3, 3], new[] { 7, 8 }.Select(size => WindowArithmetic.Of(convolution, Shape.Of(size, 1)).Output[0]));
        Assert.Equal([7, 8], Enumerable.Range(3, 20).Where(size => WindowArithmetic.Of(convolution, Shape.Of(size, 1)).Output[0] == 3));
        var back = new TransposedConvolution(1, 3) { Stride = 2, Padding = Padding.Of(1), Dilation = 2 };
        foreach (var size in new[] { 7, 8 })
        {
            var axis = WindowArithmetic.Of(back with { OutputSize = size }, Shape.Of(3, 1)).Axes[0];
            Assert.Equal($"(3 − 1)·2 + (2·(3 − 1) + 1) − 2·1{(size == 8 ? " + 1" : "")} = {size}", axis.Formula);
            Assert.Equal([7, 8], axis.Suggestions.Outputs);
        }
    }

    [Fact]
    [Trait("Row", "61")]
    public void DilatedKernelsAreWider() => Assert.Equal([5, 9], new[] { 2, 4 }.Select(rate => WindowArithmetic.Of(new Convolution(1, 3) { Dilation = rate }, Shape.Of(9, 1)).Axes[0].Window.Extent));

    [Fact]
    [Trait("Row", "54")]
    public void AStrideAnAxis()
    {
        // 5×5 with a kernel of 2: (3 down, 2 across) and (2 down, 3 across) leave a rest along one axis each.
        var one = WindowArithmetic.Of(new Convolution(1, 2) { Stride = (3, 2) }, Shape.Of(5, 5, 1));
        Assert.Equal("height: (5 − 2) / 3 + 1 = 2; width: ⌊(5 − 2) / 2 + 1⌋ = ⌊2.5⌋ = 2", one.Formula);
        Assert.Equal([2, 2.5], one.Axes.Select(axis => axis.Exact));
        var other = WindowArithmetic.Of(new Convolution(1, 2) { Stride = (2, 3) }, Shape.Of(5, 5, 1));
        Assert.Equal([2.5, 2], other.Axes.Select(axis => axis.Exact));
    }

    [Theory]
    [Trait("Row", "49")]
    [InlineData(6, 0, "⌈(6 − 3) / 2 + 1⌉ = ⌈2.5⌉ = 3", 3)]
    [InlineData(5, 0, "(5 − 3) / 2 + 1 = 2", 2)]
    [InlineData(4, 1, "⌈(4 + 2·1 − 3) / 2 + 1⌉ = ⌈2.5⌉ = 3", 3)]
    public void ACeilingKeepsAPartialWindow(int input, int padding, string formula, int output)
    {
        var answer = WindowArithmetic.Of(new MaxPooling(3) { Stride = 2, Padding = Padding.Of(padding), Fit = Fit.Ceiling }, Shape.Of(input, 1));
        Assert.Equal((formula, output, 0), (answer.Formula, answer.Output[0], answer.Axes[0].Unused));
    }

    // One window of 1 and a second 3 further on, beyond an input of 2 (PyTorch's rule).
    [Fact]
    public void ACeilingKeepsNoWindowBehindTheInput() => Assert.Equal("⌈(2 − 1) / 3 + 1⌉ = ⌈1.33⌉ = 2, less the window that would start behind the input: 1",
        WindowArithmetic.Of(new MaxPooling(1) { Stride = 3, Fit = Fit.Ceiling }, Shape.Of(2, 1)).Formula);

    [Fact]
    [Trait("Row", "50")]
    public void AStackEndsWhereNothingIsLeft()
    {
        var stack = LayerStack.Of(new Convolution(1, 6), Shape.Of(16, 1), 100);
        Assert.Equal([16, 11, 6, 1], stack.Sizes.Select(size => size[0]));
        Assert.Equal((3, false), (stack.Count, stack.IsEndless));
        Assert.True(LayerStack.Of(new Convolution(1, 3) { Padding = Padding.Same }, Shape.Of(16, 1), 5) is { Count: 5, IsEndless: true });
    }

    [Fact]
    [Trait("Row", "29")]
    public void DeeperUnitsSeeMore() => Assert.Equal([1L, 3, 5, 7], LayerStack.Of(new Convolution(1, 3), Shape.Of(16, 1), 3).Fields.Select(field => field[0].Size));
}
