/**
 * Copies databases through their own dump programs and never believes one: exit status, messages
 * and the closing trailer are judged before a copy counts.
 */
@NullMarked
package dev.salvaguarda.agent.dump;

import org.jspecify.annotations.NullMarked;
