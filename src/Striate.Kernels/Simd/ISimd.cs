namespace Striate.Kernels.Simd;

/// <summary>The operations of one vector width, as an empty struct, so that a kernel is written once and compiled for each width.</summary>
/// <typeparam name="TVector">A raw hardware vector of floats.</typeparam>
public unsafe interface ISimd<TVector> where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest register tile of one vector of columns: with its loads it fits the registers.</summary>
    static abstract int TallRows { get; }

    /// <summary>Rows of the largest register tile of two vectors of columns.</summary>
    static abstract int WideRows { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Count"/> floats from any address.</summary>
    static abstract TVector Load(float* address);

    /// <summary>Writes <see cref="Count"/> floats to any address.</summary>
    static abstract void Store(float* address, TVector value);

    /// <summary>Reads the first <paramref name="count"/> floats, fewer than <see cref="Count"/>, and nothing behind them; the other lanes are zero.</summary>
    static virtual TVector LoadFirst(float* address, int count)
    {
        var value = default(TVector);
        for (var i = 0; i < count; i++) ((float*)&value)[i] = address[i];
        return value;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes, fewer than <see cref="Count"/>, and nothing behind them.</summary>
    static virtual void StoreFirst(float* address, TVector value, int count)
    {
        for (var i = 0; i < count; i++) address[i] = ((float*)&value)[i];
    }

    /// <summary>Writes a vector past the caches, to an address that is a multiple of its size.</summary>
    static abstract void StoreNonTemporal(float* address, TVector value);

    /// <summary>One number in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>The number at an address in every lane: a load that needs no shuffle.</summary>
    static abstract TVector Broadcast(float* address);

    /// <summary>Lane i of the result is the lane of <paramref name="x"/> that the bits of lane i of <paramref name="lanes"/> name, an integer below <see cref="Count"/>.</summary>
    static virtual TVector Permute(TVector x, TVector lanes)
    {
        var value = x;
        for (var i = 0; i < sizeof(TVector) / sizeof(float); i++) ((float*)&value)[i] = ((float*)&x)[((int*)&lanes)[i]];
        return value;
    }

    /// <summary>a · b + c with one rounding where the hardware has it.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>The larger of both; NaN if one is.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller of both; NaN if one is.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>−|x|.</summary>
    static abstract TVector NegativeAbsolute(TVector x);

    /// <summary>The low nine bits of each lane moved to where sign and exponent stand: 2ⁿ from n + 127 in the last bits of a mantissa.</summary>
    static abstract TVector ExponentFromLowBits(TVector x);

    /// <summary>x &gt; 0 ? a : b, lane by lane; NaN counts as not greater.</summary>
    static abstract TVector SelectPositive(TVector x, TVector a, TVector b);
}
