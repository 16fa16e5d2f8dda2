/** What only a terminal has: a width, and keys that send signals. */
@NullMarked
package org.snapup.client.terminal;

import org.jspecify.annotations.NullMarked;
