/**
 * Asks a Proxmox VE host by its HTTPS interface, and has it write archives to a storage and remove
 * them.
 */
@NullMarked
package dev.salvaguarda.agent.adapter.proxmox;

import org.jspecify.annotations.NullMarked;
