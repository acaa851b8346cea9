/**
 * One attempt of a restore from the opened repository to the result: what a snapshot holds is read,
 * proven, and put where the order wants it.
 */
@NullMarked
package dev.salvaguarda.agent.restore;

import org.jspecify.annotations.NullMarked;
