/** External commands: absolute path, argv, clean environment, a session of their own. */
@NullMarked
package org.snapup.exec;

import org.jspecify.annotations.NullMarked;
