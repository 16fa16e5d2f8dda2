package org.snapup.daemon.storage;

/** Whether a BE that is mounted for a user shows the live system's filesystems that belong to no BE, such as homes. */
public enum SharedFiles {
    NONE,
    READ_ONLY,
    READ_WRITE
}
