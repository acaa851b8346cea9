/**
 * A cluster of Proxmox VE that is none: its API, its SSH servers and its guests, as the sources of
 * Proxmox say that they behave. What is taken from where stands in {@code CONFORMANCE.md} beside
 * this.
 */
@NullMarked
package dev.salvaguarda.testkit.proxmox;

import org.jspecify.annotations.NullMarked;
