using Striate.Kernels.Convolution;

namespace Striate.Kernels.Arrays;

/// <summary>Regions of maps brought to one size, each bin from points between the pixels (He et al., Mask R-CNN, 2017).</summary>
/// <param name="height">Rows of a map.</param>
/// <param name="width">Columns of a map.</param>
/// <param name="channels">Channels.</param>
/// <param name="bins">Rows and columns of the output.</param>
/// <param name="ratio">Points along each axis of a bin; 0 for as many as the bin has pixels.</param>
/// <param name="scale">From the regions' coordinates to the maps'.</param>
/// <param name="halfPixel">Whether the centre of the first pixel lies at 0.5.</param>
/// <param name="isMaximum">Whether a bin is the largest weighted pixel instead of the mean.</param>
public sealed class RegionSampler(int height, int width, int channels, (int Rows, int Columns) bins, int ratio, float scale, bool halfPixel, bool isMaximum)
{
    /// <summary>Writes one region of a map: rows × columns × channels.</summary>
    /// <param name="map">Rows × columns × channels.</param>
    /// <param name="region">x₁, y₁, x₂, y₂.</param>
    /// <param name="output">The region.</param>
    public void Forward(ReadOnlySpan<float> map, ReadOnlySpan<float> region, Span<float> output)
    {
        Spans.RequireLength("map", map.Length, height * width * channels);
        var grid = new Points(this, region);
        for (var bin = 0; bin < bins.Rows * bins.Columns; bin++)
        {
            var y = output.Slice(bin * channels, channels);
            y.Fill(isMaximum && grid.Count > 0 ? float.NegativeInfinity : 0);
            for (var point = 0; point < grid.Count; point++)
            {
                for (var corner = 0; corner < 4; corner++)
                {
                    var (pixel, weight) = grid.Corner(bin, point, corner);
                    var x = map.Slice(pixel * channels, channels);
                    if (isMaximum) for (var c = 0; c < channels; c++) y[c] = Math.Max(y[c], weight * x[c]);
                    else for (var c = 0; c < channels; c++) y[c] += weight / grid.Count * x[c];
                }
            }
        }
    }

    /// <summary>Adds the gradient of one region to that of its map.</summary>
    public void Backward(ReadOnlySpan<float> map, ReadOnlySpan<float> region, ReadOnlySpan<float> outputGradient, Span<float> mapGradient)
    {
        var grid = new Points(this, region);
        for (var bin = 0; bin < bins.Rows * bins.Columns; bin++)
        {
            var dy = outputGradient.Slice(bin * channels, channels);
            if (isMaximum)
            {
                for (var c = 0; c < channels && grid.Count > 0; c++) ReturnMaximum(grid, bin, c, map, dy[c], mapGradient);
                continue;
            }
            for (var point = 0; point < grid.Count; point++)
            {
                for (var corner = 0; corner < 4; corner++)
                {
                    var (pixel, weight) = grid.Corner(bin, point, corner);
                    var dx = mapGradient.Slice(pixel * channels, channels);
                    for (var c = 0; c < channels; c++) dx[c] += weight / grid.Count * dy[c];
                }
            }
        }
    }

    private void ReturnMaximum(in Points grid, int bin, int channel, ReadOnlySpan<float> map, float gradient, Span<float> mapGradient)
    {
        var (best, place, factor) = (float.NegativeInfinity, 0, 0f);
        for (var i = 0; i < grid.Count * 4; i++)
        {
            var (pixel, weight) = grid.Corner(bin, i / 4, i % 4);
            var value = weight * map[pixel * channels + channel];
            if (value > best) (best, place, factor) = (value, pixel, weight);
        }
        mapGradient[place * channels + channel] += factor * gradient;
    }

    // The points of a region's bins, and the four pixels around each with their weights.
    private readonly struct Points
    {
        private readonly RegionSampler _sampler;
        private readonly float _top;
        private readonly float _left;
        private readonly float _binHeight;
        private readonly float _binWidth;
        private readonly int _rows;
        private readonly int _columns;

        public Points(RegionSampler sampler, ReadOnlySpan<float> region)
        {
            _sampler = sampler;
            var offset = sampler.HalfPixel ? 0.5f : 0;
            (_left, _top) = (region[0] * sampler.Scale - offset, region[1] * sampler.Scale - offset);
            var (width, height) = (region[2] * sampler.Scale - offset - _left, region[3] * sampler.Scale - offset - _top);
            if (!sampler.HalfPixel) (width, height) = (Math.Max(width, 1), Math.Max(height, 1));
            (_binHeight, _binWidth) = (height / sampler.Bins.Rows, width / sampler.Bins.Columns);
            _rows = sampler.Ratio > 0 ? sampler.Ratio : (int)Math.Ceiling(_binHeight);
            _columns = sampler.Ratio > 0 ? sampler.Ratio : (int)Math.Ceiling(_binWidth);
        }

        public int Count => Math.Max(_rows, 0) * Math.Max(_columns, 0);

        public (int Pixel, float Weight) Corner(int bin, int point, int corner)
        {
            var (height, width) = (_sampler.Height, _sampler.Width);
            var y = _top + (bin / _sampler.Bins.Columns + (point / _columns + 0.5f) / _rows) * _binHeight;
            var x = _left + (bin % _sampler.Bins.Columns + (point % _columns + 0.5f) / _columns) * _binWidth;
            if (!(y >= -1 && y <= height && x >= -1 && x <= width)) return (0, 0);
            var (row, down) = Between(y, height, corner / 2);
            var (column, right) = Between(x, width, corner % 2);
            return (row * width + column, down * right);
        }

        private static (int Place, float Weight) Between(float at, int size, int side)
        {
            at = Math.Max(at, 0);
            var low = (int)at;
            if (low >= size - 1) return (size - 1, side == 0 ? 1 : 0);
            return side == 0 ? (low, 1 - (at - low)) : (low + 1, at - low);
        }
    }

    private int Height => height;

    private int Width => width;

    private (int Rows, int Columns) Bins => bins;

    private int Ratio => ratio;

    private float Scale => scale;

    private bool HalfPixel => halfPixel;
}
