/**
 * A real Kubernetes API server for tests, with the real controllers where they are to be had. Each
 * one has its own ports and its own store, so several may run on one machine.
 */
@NullMarked
package dev.salvaguarda.testkit.cluster;

import org.jspecify.annotations.NullMarked;
