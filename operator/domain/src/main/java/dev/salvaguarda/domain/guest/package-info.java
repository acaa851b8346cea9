/** What a look at a Proxmox VE host or cluster shows of a policy and of all policies beside it. */
@NullMarked
package dev.salvaguarda.domain.guest;

import org.jspecify.annotations.NullMarked;
