/** Words for people, made to fit where they are to stand. */
@NullMarked
package dev.salvaguarda.domain.text;

import org.jspecify.annotations.NullMarked;
