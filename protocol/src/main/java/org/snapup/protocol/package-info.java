/**
 * The contract between snapup's client and daemon: message records, the streaming codec, the Varlink interfaces.
 *
 * <p>Each interface has a class with its messages as records: {@code Service}, {@code Packages} (and {@code Plan}),
 * {@code ImageQueries} (and {@code ImageHistory}, {@code Verification}), {@code ImageChanges}, {@code BootEnvironments},
 * {@code Jobs} (and {@code Event}, {@code Outcome}), {@code Diagnosis}. {@code Methods} lists them all, {@code Call} and
 * {@code Reply} carry them, {@code RecordCodec} and {@code Json} write them.
 */
@NullMarked
package org.snapup.protocol;

import org.jspecify.annotations.NullMarked;
