/** What is said to people about backups, their proofs and incidents, in the words of text files. */
@NullMarked
package dev.salvaguarda.domain.message;

import org.jspecify.annotations.NullMarked;
