/** Requests of hooks over HTTP, by the client that Java has. */
@NullMarked
package dev.salvaguarda.controller.adapter.http;

import org.jspecify.annotations.NullMarked;
