/** The public page of incidents and maintenance: what was told, as files for browsers. */
@NullMarked
package dev.salvaguarda.domain.site;

import org.jspecify.annotations.NullMarked;
