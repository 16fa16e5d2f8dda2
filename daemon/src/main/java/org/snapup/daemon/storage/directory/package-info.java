/** Boot environments as plain directories: the default that needs no root and runs on any filesystem. */
@NullMarked
package org.snapup.daemon.storage.directory;

import org.jspecify.annotations.NullMarked;
