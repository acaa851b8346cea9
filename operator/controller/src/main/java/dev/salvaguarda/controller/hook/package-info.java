/**
 * What is called before and after the work of a run, beside the reconciliations: how it stands in a
 * policy and in a status, and what is read to carry it out.
 */
@NullMarked
package dev.salvaguarda.controller.hook;

import org.jspecify.annotations.NullMarked;
