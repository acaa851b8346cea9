/** What a repository keeps beside its snapshots: batches of lines that are only ever added. */
@NullMarked
package dev.salvaguarda.repository.journal;

import org.jspecify.annotations.NullMarked;
