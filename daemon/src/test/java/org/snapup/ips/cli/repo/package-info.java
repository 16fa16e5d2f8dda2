/** Tests. */
@NullMarked
package org.snapup.ips.cli.repo;

import org.jspecify.annotations.NullMarked;
