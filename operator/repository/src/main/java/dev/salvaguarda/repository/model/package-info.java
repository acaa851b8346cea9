/**
 * The words of the repository: identifiers, kinds of objects, secrets, places, and what can go
 * wrong. Everything else in this module speaks in these types, and they depend on nothing.
 */
@NullMarked
package dev.salvaguarda.repository.model;

import org.jspecify.annotations.NullMarked;
