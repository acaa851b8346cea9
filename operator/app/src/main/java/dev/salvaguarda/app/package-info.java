/**
 * The two programs of the image: the operator, on Quarkus, and the worker, a plain {@code main}.
 * The packages below wire the operator's parts together and show them to the outside.
 */
@NullMarked
package dev.salvaguarda.app;

import org.jspecify.annotations.NullMarked;
