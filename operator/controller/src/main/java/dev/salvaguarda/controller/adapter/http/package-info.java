/** Requests of hooks over HTTP, to addresses that were checked. */
@NullMarked
package dev.salvaguarda.controller.adapter.http;

import org.jspecify.annotations.NullMarked;
