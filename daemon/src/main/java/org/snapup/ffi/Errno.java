package org.snapup.ffi;

/** The error numbers that callers tell apart, whatever number a system gives them. */
public enum Errno {
    EPERM("operation not permitted"),
    ENOENT("no such file or directory"),
    EIO("input/output error"),
    ENXIO("no such address, or no data from there on"),
    EAGAIN("try again"),
    EACCES("permission denied"),
    EBUSY("device or resource busy"),
    EEXIST("file exists"),
    EXDEV("on another filesystem, or outside the root"),
    ENOTDIR("not a directory"),
    EISDIR("is a directory"),
    EINVAL("invalid argument"),
    EMFILE("too many open files"),
    ENOSPC("no space left on device"),
    EROFS("read-only filesystem"),
    ENAMETOOLONG("file name too long"),
    ENOSYS("not implemented by this kernel"),
    ENOTEMPTY("directory not empty"),
    ELOOP("a symbolic link where none is followed, or too many of them"),
    ENODATA("no such attribute"),
    EDQUOT("disk quota exceeded"),
    EINTR("interrupted"),
    ENOTTY("not supported by this filesystem"),
    ENOTSUP("not supported"),
    OTHER("system error");

    private final String text;

    Errno(String text) {
        this.text = text;
    }

    /** What the error means, in lower case without a full stop. */
    public String text() {
        return text;
    }
}
