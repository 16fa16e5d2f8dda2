/** Tests. */
@NullMarked
package org.snapup.ips.repo.publish;

import org.jspecify.annotations.NullMarked;
