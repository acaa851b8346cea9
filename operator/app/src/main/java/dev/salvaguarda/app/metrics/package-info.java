/**
 * What {@code /q/metrics} shows, computed from the resources when it is asked for. Ages are
 * instants, so that they stay true while the operator is down.
 */
@NullMarked
package dev.salvaguarda.app.metrics;

import org.jspecify.annotations.NullMarked;
