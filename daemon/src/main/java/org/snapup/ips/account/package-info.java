/** The image's own users and groups, as its account files have them. */
@NullMarked
package org.snapup.ips.account;

import org.jspecify.annotations.NullMarked;
