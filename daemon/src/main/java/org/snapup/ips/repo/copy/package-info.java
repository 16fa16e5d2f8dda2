/** Copies of repositories as a whole, and of packages into plain folders. */
@NullMarked
package org.snapup.ips.repo.copy;

import org.jspecify.annotations.NullMarked;
