/** The contents of files: fetched, checked and staged before anything of an image is changed. */
@NullMarked
package org.snapup.ips.execute.contents;

import org.jspecify.annotations.NullMarked;
