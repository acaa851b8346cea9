/**
 * What the controllers' ports look like in a given technology, one package each. Adapters do not
 * know each other.
 */
@NullMarked
package dev.salvaguarda.controller.adapter;

import org.jspecify.annotations.NullMarked;
