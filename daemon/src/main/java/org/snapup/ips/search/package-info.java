/** Searches actions of packages as pkg(1) does: its query language, its tokens, installed and offered packages. */
@NullMarked
package org.snapup.ips.search;

import org.jspecify.annotations.NullMarked;
