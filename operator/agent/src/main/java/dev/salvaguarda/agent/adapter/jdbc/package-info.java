/**
 * Asks PostgreSQL and MariaDB servers over JDBC what they are and what they hold. Nothing is
 * written to a server.
 */
@NullMarked
package dev.salvaguarda.agent.adapter.jdbc;

import org.jspecify.annotations.NullMarked;
