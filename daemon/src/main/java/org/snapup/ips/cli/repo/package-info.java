/** The verbs of snapup-repo: package repositories without pkg(1). */
@NullMarked
package org.snapup.ips.cli.repo;

import org.jspecify.annotations.NullMarked;
