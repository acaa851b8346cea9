/**
 * What an attempt looks like in the cluster: its Job, its pod, and the ConfigMap with the work
 * order. Pure functions of typed values; nothing here reads or writes anything, and nothing knows
 * what the attempt is for.
 */
@NullMarked
package dev.salvaguarda.controller.worker.manifest;

import org.jspecify.annotations.NullMarked;
