/** The command line: options, operands, usage errors and help texts, without reflection. */
@NullMarked
package org.snapup.client.cli;

import org.jspecify.annotations.NullMarked;
