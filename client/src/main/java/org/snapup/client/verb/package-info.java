/** What a verb is, what it is given, and how a change is asked for. */
@NullMarked
package org.snapup.client.verb;

import org.jspecify.annotations.NullMarked;
