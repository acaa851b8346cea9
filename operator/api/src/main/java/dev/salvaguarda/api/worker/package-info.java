/** What the status of every kind of work in pods says about its pod. */
@NullMarked
package dev.salvaguarda.api.worker;

import org.jspecify.annotations.NullMarked;
