/** Version 1 catalogs: what packages a publisher has, in a repository and in an image. */
@NullMarked
package org.snapup.ips.catalog;

import org.jspecify.annotations.NullMarked;
