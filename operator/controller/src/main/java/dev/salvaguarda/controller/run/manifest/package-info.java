/**
 * What a run's attempt looks like in the cluster: its Job, its pod, and the ConfigMap with the work
 * order. Pure functions of typed values; nothing here reads or writes anything.
 */
@NullMarked
package dev.salvaguarda.controller.run.manifest;

import org.jspecify.annotations.NullMarked;
