/** Changes repositories: publishes packages, copies and removes them, and keeps their catalogs. */
@NullMarked
package org.snapup.ips.repo.publish;

import org.jspecify.annotations.NullMarked;
