/**
 * Proxmox' archives of containers, which are those of GNU tar in the pax form: taken apart as they
 * stream by, trusting nothing in them, and put together again byte for byte.
 */
@NullMarked
package dev.salvaguarda.agent.tar;

import org.jspecify.annotations.NullMarked;
