/**
 * Database servers for tests: real PostgreSQL and MariaDB from embedded binaries, with passwords
 * that are checked. They start as root, too, and can be killed.
 */
@NullMarked
package dev.salvaguarda.testkit.database;

import org.jspecify.annotations.NullMarked;
