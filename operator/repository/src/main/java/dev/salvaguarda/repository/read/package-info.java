/**
 * Reading what was stored: blobs, trees, and files as streams that fetch ahead. Every byte handed
 * out was checked against its identifier.
 */
@NullMarked
package dev.salvaguarda.repository.read;

import org.jspecify.annotations.NullMarked;
