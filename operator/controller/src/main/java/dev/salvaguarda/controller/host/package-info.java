/**
 * Looks at the Proxmox hosts whose guests policies copy, before there is something to copy: whether
 * token and key may do what they have to, and which guests are in no policy.
 */
@NullMarked
package dev.salvaguarda.controller.host;

import org.jspecify.annotations.NullMarked;
