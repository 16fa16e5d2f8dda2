@NullMarked
package org.snapup.daemon.storage.directory;

import org.jspecify.annotations.NullMarked;
