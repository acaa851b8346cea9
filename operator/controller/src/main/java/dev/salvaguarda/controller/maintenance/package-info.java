/**
 * Maintenance of a BackupRepository: gather, decide, apply, report. It is a part of the
 * repository's own reconciliation, since a pass has no object of its own; its Jobs belong to the
 * repository, and its memory is a part of the repository's status.
 */
@NullMarked
package dev.salvaguarda.controller.maintenance;

import org.jspecify.annotations.NullMarked;
