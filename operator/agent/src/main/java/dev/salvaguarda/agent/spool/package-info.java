/**
 * Copies guests without entering their nodes: vzdump writes the archive to a storage that the pod
 * mounts as well, and the archive is removed once it was read, whatever came of it.
 */
@NullMarked
package dev.salvaguarda.agent.spool;

import org.jspecify.annotations.NullMarked;
