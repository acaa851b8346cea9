/**
 * Pure rules: schedules, the life of a run, objectives, and what operator and worker tell each
 * other. Values in, values out; no clock, no files, no network, no library but the JDK.
 */
@NullMarked
package dev.salvaguarda.domain;

import org.jspecify.annotations.NullMarked;
