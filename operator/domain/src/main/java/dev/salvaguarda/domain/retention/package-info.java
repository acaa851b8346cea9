/**
 * Which snapshots a policy keeps: restic's rules in the policy's time zone, floors that no rule
 * crosses, and a limit for what one pass removes. Facts and an instant go in, one decision with its
 * reasons comes out. Whatever is in doubt is kept.
 */
@NullMarked
package dev.salvaguarda.domain.retention;

import org.jspecify.annotations.NullMarked;
