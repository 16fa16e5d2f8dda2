@NullMarked
package org.snapup.daemon.storage.libbe;

import org.jspecify.annotations.NullMarked;
