using System.Runtime.InteropServices;
using Google.Protobuf;
using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Numbers of every type of ONNX, as bytes and in the field of their type, small and large; and what is said of them.</summary>
public sealed class TensorTypeTests : IDisposable
{
    private const int Many = 3000;

    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // float16 1.5 = 0x3e00, −2 = 0xc000, the smallest subnormal 2⁻²⁴; bfloat16 is a float's upper half: 0x3fc0, 0xc000, 0x0001 = 2⁻¹³³.
    [Fact]
    public void HalvesAreWidened()
    {
        RequireFloats(10, MemoryMarshal.AsBytes<ushort>([0x3e00, 0xc000, 0x0001, 0x7c00]), [1.5f, -2, 5.9604645E-08f, float.PositiveInfinity]);
        RequireFloats(16, MemoryMarshal.AsBytes<ushort>([0x3fc0, 0xc000, 0x0001, 0xff80]), [1.5f, -2, 9.18355E-41f, float.NegativeInfinity]);
    }

    [Fact]
    public void DoublesAreRounded() => RequireFloats(11, MemoryMarshal.AsBytes<double>([0.1, 1e300, -2, 1]), [0.1f, float.PositiveInfinity, -2, 1]);

    [Fact]
    public void IntegersAreWidened()
    {
        Require<int>(4, MemoryMarshal.AsBytes<ushort>([0, 1, 65535]), [0, 1, 65535]);
        Require<int>(5, MemoryMarshal.AsBytes<short>([0, -1, short.MinValue]), [0, -1, -32768]);
        Require<int>(6, MemoryMarshal.AsBytes<int>([0, -1, int.MinValue]), [0, -1, int.MinValue]);
        Require<long>(7, MemoryMarshal.AsBytes<long>([0, -1, long.MinValue]), [0, -1, long.MinValue]);
        Require<long>(12, MemoryMarshal.AsBytes<uint>([0, 1, uint.MaxValue]), [0, 1, 4294967295]);
        Require<long>(13, MemoryMarshal.AsBytes<ulong>([0, 1, long.MaxValue]), [0, 1, long.MaxValue]);
        Require<byte>(2, [0, 1, 255], [0, 1, 255]);
        Require<bool>(9, [0, 1, 1], [false, true, true]);
    }

    [Fact]
    public void EachTypeHasItsField()
    {
        RequireField<float>(1, tensor => tensor.FloatData.Add([1.5f, -2]), [1.5f, -2]);
        RequireField<float>(11, tensor => tensor.DoubleData.Add([0.1, -2]), [0.1f, -2]);
        RequireField<float>(10, tensor => tensor.Int32Data.Add([0x3e00, 0xc000]), [1.5f, -2]);
        RequireField<float>(16, tensor => tensor.Int32Data.Add([0x3fc0, 0xc000]), [1.5f, -2]);
        RequireField<int>(6, tensor => tensor.Int32Data.Add([7, -7]), [7, -7]);
        RequireField<int>(5, tensor => tensor.Int32Data.Add([7, -7]), [7, -7]);
        RequireField<int>(4, tensor => tensor.Int32Data.Add([7, 65535]), [7, 65535]);
        RequireField<byte>(2, tensor => tensor.Int32Data.Add([7, 255]), [7, 255]);
        RequireField<bool>(9, tensor => tensor.Int32Data.Add([0, 1]), [false, true]);
        RequireField<long>(7, tensor => tensor.Int64Data.Add([long.MinValue, 7]), [long.MinValue, 7]);
        RequireField<long>(12, tensor => tensor.Uint64Data.Add([7, uint.MaxValue]), [7, uint.MaxValue]);
        RequireField<long>(13, tensor => tensor.Uint64Data.Add([7, long.MaxValue]), [7, long.MaxValue]);
    }

    // Large packed fields stay in the file: their bytes are those in memory.
    [Fact]
    public void LargeFieldsAreRead()
    {
        var floats = Enumerable.Range(0, Many).Select(i => 0.5f * i).ToArray();
        var tensor = SmallModels.Tensor("t", 1, Many);
        tensor.FloatData.Add(floats);
        Assert.Equal(floats, Read(tensor, slice: true).ToArray());
        tensor = SmallModels.Tensor("t", 11, Many);
        tensor.DoubleData.Add(floats.Select(value => (double)value));
        Assert.Equal(floats, Read(tensor, slice: true).ToArray());
        tensor = SmallModels.Tensor("t", 7, Many);
        tensor.Int64Data.Add(Enumerable.Range(0, Many).Select(i => (long)i));
        Assert.Equal(Enumerable.Range(0, Many).Select(i => (long)i), Read(tensor, slice: false).AsSpan<long>().ToArray());
    }

    // 70,000 numbers of 2 bytes are more than the buffer of a conversion.
    [Fact]
    public void LongConversionsGoByParts()
    {
        const int count = 70_000;
        var tensor = SmallModels.Tensor("t", 10, count);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(Enumerable.Range(0, count).Select(i => (Half)(i % 2048)).ToArray().AsSpan()));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (float)(i % 2048)), Read(tensor, slice: true).ToArray());
    }

    [Theory]
    [InlineData(8, "string of tensor 't' is not supported")]
    [InlineData(14, "complex64 of tensor 't' is not supported")]
    [InlineData(99, "element type 99 of tensor 't' is not supported")]
    public void OtherTypesAreNamed(int type, string message)
    {
        var tensor = SmallModels.Tensor("t", type, 1);
        Assert.Equal(message, Assert.Throws<UnsupportedOperatorException>(() => TensorDataConversion.ToTensor(tensor)).Message);
    }

    [Fact]
    public void LiesAreNamed()
    {
        RequireError("tensor 't' of 2 takes 2 numbers, 1 are there", 1, tensor => tensor.FloatData.Add(1));
        RequireError("tensor 't' of float32 has 2 numbers where those of another type belong", 1, tensor => tensor.Int32Data.Add([1, 2]));
        RequireError("tensor 't' of 2 takes 4 bytes, 8 are there", 10, tensor => tensor.RawData = ByteString.CopyFrom(new byte[8]));
        RequireError("tensor 't' has its numbers in two places", 1, tensor =>
        {
            tensor.RawData = ByteString.CopyFrom(new byte[8]);
            tensor.FloatData.Add(1);
        });
        RequireError("tensor 't' of bool has the byte 2 at 1; there are 0 and 1", 9, tensor => tensor.RawData = ByteString.CopyFrom([1, 2]));
        RequireError("tensor 't': the uint64 9223372036854775808 is larger than an int64 can be", 13, tensor => tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<ulong>([0, 1UL << 63])));
    }

    [Fact]
    public void WhatWasConvertedIsSaid()
    {
        var model = SmallModels.Sum(SmallModels.Tensor("w", 10, 2), 2);
        model.Graph.Initializer[0].RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<ushort>([0x3e00, 0xc000]));
        var unused = SmallModels.Tensor("u", 10, 1);
        unused.RawData = ByteString.CopyFrom(new byte[2]);
        model.Graph.Initializer.Add(unused);
        var axes = SmallModels.Tensor("v", 5, 1);
        axes.Int32Data.Add(3);
        model.Graph.Initializer.Add(axes);
        var path = Path.Combine(_folder, "a.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        var network = OnnxModel.Load(path);
        Assert.Equal(["Tensor 'v' is int16, widened to int32.", "2 tensors ('w', …) are float16, widened to float32."], network.Info.Notes.ToArray());
        Assert.Equal([1.5f, -2], network.Parameters["sum.bias"].Values.ToArray());
    }

    private void RequireFloats(int type, ReadOnlySpan<byte> bytes, float[] expected) => Require<float>(type, bytes, expected);

    private void Require<T>(int type, ReadOnlySpan<byte> bytes, T[] expected) where T : unmanaged
    {
        var small = SmallModels.Tensor("t", type, expected.Length);
        small.RawData = ByteString.CopyFrom(bytes);
        Assert.Equal(expected, Read(small, slice: false).AsSpan<T>().ToArray());
        var large = SmallModels.Tensor("t", type, expected.Length * Many);
        large.RawData = ByteString.CopyFrom(Enumerable.Repeat(bytes.ToArray(), Many).SelectMany(part => part).ToArray());
        Assert.Equal(Enumerable.Repeat(expected, Many).SelectMany(part => part), Read(large, slice: true).AsSpan<T>().ToArray());
    }

    private void RequireField<T>(int type, Action<TensorData> fill, T[] expected) where T : unmanaged
    {
        var tensor = SmallModels.Tensor("t", type, expected.Length);
        fill(tensor);
        Assert.Equal(expected, Read(tensor, slice: false).AsSpan<T>().ToArray());
    }

    private static void RequireError(string message, int type, Action<TensorData> fill)
    {
        var tensor = SmallModels.Tensor("t", type, 2);
        fill(tensor);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => TensorDataConversion.ToTensor(tensor)).Message);
    }

    private Tensor Read(TensorData tensor, bool slice)
    {
        var path = Path.Combine(_folder, "t.pb");
        File.WriteAllBytes(path, tensor.ToByteArray());
        using var file = OnnxFile<TensorData>.Open(path, ModelFileReader.Kind.Tensor, TensorData.Parser);
        Assert.Equal(slice, file.Message.Slice is not null);
        return TensorDataConversion.ToTensor(file.Message);
    }
}
