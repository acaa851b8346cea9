/**
 * Programs that tests start: where they are found, how they are run and how they are stopped. A
 * program that is missing fails the build in CI and skips the test, loudly, on a plain machine.
 */
@NullMarked
package dev.salvaguarda.testkit.process;

import org.jspecify.annotations.NullMarked;
