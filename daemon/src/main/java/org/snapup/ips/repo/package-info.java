/** Package repositories: reading from any kind of origin, writing folders. */
@NullMarked
package org.snapup.ips.repo;

import org.jspecify.annotations.NullMarked;
