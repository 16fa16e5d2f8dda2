/** Actions, manifests, and the variants and facets that filter them. */
@NullMarked
package org.snapup.ips.action;

import org.jspecify.annotations.NullMarked;
