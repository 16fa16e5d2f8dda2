/** The verbs that ask about an image, with pkg(1)'s columns and exit statuses. */
@NullMarked
package org.snapup.client.packages.query;

import org.jspecify.annotations.NullMarked;
