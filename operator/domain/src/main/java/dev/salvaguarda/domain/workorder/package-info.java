/**
 * What the operator and the program in a backup pod say to each other: the work order goes in as a
 * JSON file, progress and result come out as JSON lines and a termination message. Plain records,
 * so that any JSON mapper that knows records and java.time reads and writes them.
 */
@NullMarked
package dev.salvaguarda.domain.workorder;

import org.jspecify.annotations.NullMarked;
