/** What people and scripts see: events, tables, amounts. */
@NullMarked
package org.snapup.client.render;

import org.jspecify.annotations.NullMarked;
