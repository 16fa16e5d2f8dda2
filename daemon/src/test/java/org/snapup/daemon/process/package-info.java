/** Tests of the real snapupd as a process: killed, stopped, full, run by others, with very many clients. */
package org.snapup.daemon.process;
