@NullMarked
package org.snapup.ips.search;

import org.jspecify.annotations.NullMarked;
