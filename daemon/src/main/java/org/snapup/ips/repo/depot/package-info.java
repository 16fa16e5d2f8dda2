/** Depots: package repositories that are asked by http or https. */
@NullMarked
package org.snapup.ips.repo.depot;

import org.jspecify.annotations.NullMarked;
