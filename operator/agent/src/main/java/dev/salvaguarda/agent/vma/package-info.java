/**
 * Proxmox' archives of virtual machines, version 1 of VMA: read as they stream by, trusting nothing
 * in them, and written so that Proxmox restores them.
 */
@NullMarked
package dev.salvaguarda.agent.vma;

import org.jspecify.annotations.NullMarked;
