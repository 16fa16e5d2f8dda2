/** What a request would change: packages first, then every action, before anything is touched. */
@NullMarked
package org.snapup.ips.plan;

import org.jspecify.annotations.NullMarked;
