/** From the names in a request to what they mean, and the names of what is made. */
@NullMarked
package org.snapup.daemon.workflows.names;

import org.jspecify.annotations.NullMarked;
