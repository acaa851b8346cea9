/**
 * Guests of Proxmox hosts as a source: which of them, where they are, what comes of vzdump, and how
 * their drives are stored.
 */
@NullMarked
package dev.salvaguarda.agent.guest;

import org.jspecify.annotations.NullMarked;
