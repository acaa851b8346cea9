/** Work that takes its time, done beside the reconciliations. */
@NullMarked
package dev.salvaguarda.controller.errand;

import org.jspecify.annotations.NullMarked;
