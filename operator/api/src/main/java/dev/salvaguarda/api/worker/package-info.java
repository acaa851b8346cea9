/**
 * What all kinds of work in pods share: how their pods are set up, and what a status says of one.
 */
@NullMarked
package dev.salvaguarda.api.worker;

import org.jspecify.annotations.NullMarked;
