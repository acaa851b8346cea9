/**
 * A stand-in for scheduler and kubelet that runs pods as processes of this machine, without root
 * and without images. It can lose pods, logs and itself on demand, which is what fault tests are
 * for.
 */
@NullMarked
package dev.salvaguarda.testkit.node;

import org.jspecify.annotations.NullMarked;
