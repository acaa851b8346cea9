/**
 * The reconcilers, one package per kind, each in four roles: gather, decide, apply, report. They
 * start workers and judge their results; the bytes of a backup never pass through here.
 */
@NullMarked
package dev.salvaguarda.controller;

import org.jspecify.annotations.NullMarked;
