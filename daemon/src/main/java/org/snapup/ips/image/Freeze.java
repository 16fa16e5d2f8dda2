package org.snapup.ips.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Version;

/**
 * A package that must stay at versions that begin like one.
 *
 * @param stem its name
 * @param version as it was given, perhaps only the beginning of one
 * @param comment why, as the administrator wrote it
 * @param time since when; to the second
 */
public record Freeze(String stem, Version version, @Nullable String comment, Instant time) {}
