/**
 * Ports that are answered by the Kubernetes API. Only here, and where a kind is gathered and
 * applied, is there a client.
 */
@NullMarked
package dev.salvaguarda.controller.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
