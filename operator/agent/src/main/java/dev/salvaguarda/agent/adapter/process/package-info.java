/**
 * Runs programs as processes of this machine; the only place that starts any. No shell is involved,
 * the environment is empty but for what is asked, and secrets travel through standard input.
 */
@NullMarked
package dev.salvaguarda.agent.adapter.process;

import org.jspecify.annotations.NullMarked;
