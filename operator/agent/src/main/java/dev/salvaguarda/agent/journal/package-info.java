/** Prints a repository's journal for a person, who says where it is as restic is told. */
@NullMarked
package dev.salvaguarda.agent.journal;

import org.jspecify.annotations.NullMarked;
