/**
 * The life of a pass of maintenance: due, waiting for backups and restores, at work, ended. There
 * is no object for a pass; what it is remembered by stands in the repository's status.
 */
@NullMarked
package dev.salvaguarda.domain.maintenance;

import org.jspecify.annotations.NullMarked;
