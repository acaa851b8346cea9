/**
 * The Job and pod of an attempt: found, read, started and removed. Names no custom resource, so any
 * kind whose work is done in a Job is led by the same code.
 */
@NullMarked
package dev.salvaguarda.controller.worker;

import org.jspecify.annotations.NullMarked;
