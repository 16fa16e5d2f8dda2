/**
 * Boot environments as plain directories: the default that needs no root and runs on any filesystem.
 *
 * <p>{@code Disk} is what lies there: {@code Layout} names the places, {@code Catalog} reads them as {@code BeFolder},
 * {@code BeRecord} and {@code SnapshotRecord}, {@code Durable} and {@code Trash} change them. The others are the acts of
 * {@code DirectoryStorage}, a class each; the copy of a tree is in {@code tree}.
 */
@NullMarked
package org.snapup.daemon.storage.directory;

import org.jspecify.annotations.NullMarked;
