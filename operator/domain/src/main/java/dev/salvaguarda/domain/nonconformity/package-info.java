/**
 * Non-conformities: what a policy's runs and conditions show of each cause, which record has to be
 * opened for it, and what is counted on one that is open. Nothing here closes a record.
 */
@NullMarked
package dev.salvaguarda.domain.nonconformity;

import org.jspecify.annotations.NullMarked;
