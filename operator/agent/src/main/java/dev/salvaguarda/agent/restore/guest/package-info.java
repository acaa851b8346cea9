/**
 * Guests on their way out of a repository: each drive in its order, put together as the archive
 * that Proxmox restores.
 */
@NullMarked
package dev.salvaguarda.agent.restore.guest;

import org.jspecify.annotations.NullMarked;
