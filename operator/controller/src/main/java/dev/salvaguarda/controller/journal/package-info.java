/** Moves old notices out of the cluster into the journals of repositories. */
@NullMarked
package dev.salvaguarda.controller.journal;

import org.jspecify.annotations.NullMarked;
