/** Tests. */
@NullMarked
package org.snapup.ips.repo.depot;

import org.jspecify.annotations.NullMarked;
