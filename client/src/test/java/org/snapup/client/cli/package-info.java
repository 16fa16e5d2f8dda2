/** Tests of the command line's grammar. */
@NullMarked
package org.snapup.client.cli;

import org.jspecify.annotations.NullMarked;
