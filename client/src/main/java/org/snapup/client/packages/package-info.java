/** The verbs that change packages: {@code image-update}, {@code install}, {@code fix}, and so on. */
@NullMarked
package org.snapup.client.packages;

import org.jspecify.annotations.NullMarked;
