@NullMarked
package org.snapup.daemon.storage.directory.tree;

import org.jspecify.annotations.NullMarked;
