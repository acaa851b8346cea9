/**
 * What a policy promises about loss and recovery, and whether the promise holds at a given instant.
 * An objective that was met an hour ago may be missed now although nothing happened.
 */
@NullMarked
package dev.salvaguarda.domain.objective;

import org.jspecify.annotations.NullMarked;
