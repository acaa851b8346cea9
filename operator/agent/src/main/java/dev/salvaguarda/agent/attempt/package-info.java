/**
 * One attempt of a run from the opened repository to the result: target after target, guards,
 * snapshots and what became of each.
 */
@NullMarked
package dev.salvaguarda.agent.attempt;

import org.jspecify.annotations.NullMarked;
