/** Whose certificates are trusted, for every connection that the worker opens by HTTPS. */
@NullMarked
package dev.salvaguarda.repository.trust;

import org.jspecify.annotations.NullMarked;
