/**
 * The program that runs in a backup pod: reads a work order, copies the source into the repository,
 * and writes progress and result. It has no rights on the cluster.
 */
@NullMarked
package dev.salvaguarda.agent;

import org.jspecify.annotations.NullMarked;
