@NullMarked
package org.snapup.ips.query;

import org.jspecify.annotations.NullMarked;
