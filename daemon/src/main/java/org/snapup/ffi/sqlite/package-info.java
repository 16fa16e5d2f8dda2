/** The system's SQLite library, as far as it is needed to read and make a database in a file. */
@NullMarked
package org.snapup.ffi.sqlite;

import org.jspecify.annotations.NullMarked;
