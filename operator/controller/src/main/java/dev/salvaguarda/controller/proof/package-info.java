/** What proves that work was done: the result in a log, the snapshots in a repository. */
@NullMarked
package dev.salvaguarda.controller.proof;

import org.jspecify.annotations.NullMarked;
