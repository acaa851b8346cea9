/**
 * How a custom resource points at other objects of its namespace. Only names stand here, never a
 * secret's value.
 */
@NullMarked
package dev.salvaguarda.api.ref;

import org.jspecify.annotations.NullMarked;
