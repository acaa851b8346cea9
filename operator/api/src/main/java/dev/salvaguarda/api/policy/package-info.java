/**
 * The BackupPolicy: what is copied, when, where to and how pods run. The status says whether the
 * promise is being kept.
 */
@NullMarked
package dev.salvaguarda.api.policy;

import org.jspecify.annotations.NullMarked;
