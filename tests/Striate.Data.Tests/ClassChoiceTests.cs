using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests;

public class ClassChoiceTests
{
    private static MemoryDataset Data() => MemoryDataset.OfBytes("d", Shape.Of(1), [10, 20, 30, 40, 50, 60, 70], [0, 2, 1, 2, 0, 2, 1], ["a", "b", "c"]);

    private static string Content(IDataset data)
    {
        var (input, target) = (new float[1], new float[1]);
        return string.Join(' ', Enumerable.Range(0, data.Count).Select(i =>
        {
            data.Read(i, 0, input, target);
            return $"{Math.Round(input[0] * 255)}:{data.ClassNames[(int)target[0]]}{target[0]}";
        }));
    }

    [Fact]
    public void ClassesAreCountedAnewInTheOrderGiven()
    {
        Assert.Equal("20:c0 30:b1 40:c0 60:c0 70:b1", Content(Data().OfClasses([2, 1])));
        Assert.Equal("20:c0 30:b1 40:c0 70:b1", Content(Data().OfClasses([2, 1], each: 2)));
        Assert.Equal(["c", "b"], Data().OfClasses([2, 1]).ClassNames);
    }

    [Fact]
    public void WhatCannotBeChosenIsRefused()
    {
        string Message(Action call) => Assert.Throws<ArgumentException>(call).Message;
        Assert.Equal("d has the classes 0 to 2; 1, 3 cannot be chosen.", Message(() => Data().OfClasses([1, 3])));
        Assert.Equal("d has the classes 0 to 2; 1, 1 cannot be chosen.", Message(() => Data().OfClasses([1, 1])));
        Assert.Equal("d has the classes 0 to 2; none cannot be chosen.", Message(() => Data().OfClasses([])));
        Assert.Equal("A class keeps 1 example or more, not 0.", Message(() => Data().OfClasses([1], 0)));
        Assert.Equal("f has no class an example to choose by.", Message(() => MemoryDataset.OfFloats("f", Shape.Of(1), [1], Shape.Scalar, [1], []).OfClasses([0])));
    }

    [Theory]
    [InlineData("synthetic:digits,count=200,test=50,classes=0-4", 100, 25, "0 1 2 3 4")]
    [InlineData("synthetic:digits,count=200,test=50,classes=7+1-2,each=3", 9, 15, "7 1 2")]
    [InlineData("synthetic:digits,count=200,test=50,each=4", 40, 50, "0 1 2 3 4 5 6 7 8 9")]
    public void AChoiceStandsBehindTheData(string text, int train, int test, string names)
    {
        var splits = DataKinds.Open(text);
        Assert.Equal(names.Split(' '), splits.Train.ClassNames);
        Assert.InRange(splits.Train.Count, train - 20, train + 20);
        Assert.InRange(splits.Test!.Count, test - 15, test + 15);
    }

    [Theory]
    [InlineData("synthetic:digits,classes=4-1", "'classes=4-1' is not understood; a choice looks like classes=0-4, classes=1+3+7 or each=100.")]
    [InlineData("synthetic:digits,classes=a", "'classes=a' is not understood; a choice looks like classes=0-4, classes=1+3+7 or each=100.")]
    [InlineData("synthetic:digits,each=", "'each=' is not understood; a choice looks like classes=0-4, classes=1+3+7 or each=100.")]
    public void AnUnclearChoiceIsRefused(string text, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => DataKinds.Open(text)).Message);
}
