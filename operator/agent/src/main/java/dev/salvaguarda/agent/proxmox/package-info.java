/**
 * What a Proxmox VE host or cluster says of itself. Plain values, so that what is copied of it can
 * be decided without one.
 */
@NullMarked
package dev.salvaguarda.agent.proxmox;

import org.jspecify.annotations.NullMarked;
