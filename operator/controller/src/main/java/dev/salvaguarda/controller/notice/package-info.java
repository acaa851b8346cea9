/** Delivers notices: claims, sends beside the reconciliations, and writes down what came of it. */
@NullMarked
package dev.salvaguarda.controller.notice;

import org.jspecify.annotations.NullMarked;
