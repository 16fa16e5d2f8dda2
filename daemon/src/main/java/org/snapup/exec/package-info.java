/**
 * External commands: absolute path, argv, clean environment, a session of their own.
 *
 * <p>{@code ProcessRunner} runs a {@code Command} as a {@code Child}, which the JDK or the C library starts; its output
 * {@code Drain} puts into a {@code Capture}. {@code ProcessTable} and {@code ProcessId} tell processes apart, so that
 * {@code Survivors} ends what a killed daemon left and nothing else.
 */
@NullMarked
package org.snapup.exec;

import org.jspecify.annotations.NullMarked;
