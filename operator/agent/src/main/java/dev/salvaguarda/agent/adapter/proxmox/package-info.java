/** Asks a Proxmox VE host by its HTTPS interface; never changes anything there. */
@NullMarked
package dev.salvaguarda.agent.adapter.proxmox;

import org.jspecify.annotations.NullMarked;
