/**
 * The output of a program that runs in a container of its own: what tells it to begin, what it
 * wrote, and how it ended.
 */
@NullMarked
package dev.salvaguarda.agent.command;

import org.jspecify.annotations.NullMarked;
