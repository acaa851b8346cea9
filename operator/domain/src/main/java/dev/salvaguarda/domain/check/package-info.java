/** Whether what was restored answers as it should. */
@NullMarked
package dev.salvaguarda.domain.check;

import org.jspecify.annotations.NullMarked;
