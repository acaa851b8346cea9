/**
 * Runs programs on other machines by SSH: a key, host keys that are known beforehand, one program a
 * connection. Nothing is read from the home directory, and nothing is forwarded.
 */
@NullMarked
package dev.salvaguarda.agent.adapter.ssh;

import org.jspecify.annotations.NullMarked;
