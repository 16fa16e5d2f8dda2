/** The verbs that change packages: {@code image-update}, {@code install}, {@code uninstall}. */
@NullMarked
package org.snapup.client.packages;

import org.jspecify.annotations.NullMarked;
