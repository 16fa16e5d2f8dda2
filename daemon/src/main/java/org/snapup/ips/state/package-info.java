/** The database that images of format 5 keep their packages in. */
@NullMarked
package org.snapup.ips.state;

import org.jspecify.annotations.NullMarked;
