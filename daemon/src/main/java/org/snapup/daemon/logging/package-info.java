/** What keeps the log readable whatever clients send. */
@NullMarked
package org.snapup.daemon.logging;

import org.jspecify.annotations.NullMarked;
