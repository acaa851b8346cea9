/** What a page for everybody shows, read from the notices. */
@NullMarked
package dev.salvaguarda.controller.site;

import org.jspecify.annotations.NullMarked;
