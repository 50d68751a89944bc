namespace Striate.Insight;

/// <summary>In which order the cells of a map are counted.</summary>
public enum VectorOrder
{
    /// <summary>Along the rows: the last spatial axis runs fastest.</summary>
    RowMajor,

    /// <summary>Down the columns: the first spatial axis runs fastest.</summary>
    ColumnMajor,
}
