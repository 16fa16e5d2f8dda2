@NullMarked
package org.snapup.ips.plan;

import org.jspecify.annotations.NullMarked;
