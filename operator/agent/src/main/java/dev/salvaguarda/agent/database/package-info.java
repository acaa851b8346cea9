/**
 * What the agent knows about a database server: how to reach it, its version, its databases. Plain
 * values between the adapters that ask and the rules that decide.
 */
@NullMarked
package dev.salvaguarda.agent.database;

import org.jspecify.annotations.NullMarked;
