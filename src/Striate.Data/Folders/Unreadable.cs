namespace Striate.Data.Folders;

/// <summary>What becomes of files that cannot be decoded.</summary>
public enum Unreadable
{
    /// <summary>Reading one fails with a message that names it.</summary>
    Refuse,

    /// <summary>All pictures are decoded once when the folder is opened, and those that cannot be are left out and named.</summary>
    Skip,
}
