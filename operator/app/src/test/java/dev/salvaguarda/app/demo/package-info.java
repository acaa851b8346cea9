/**
 * The demo: what a newcomer sees of Salvaguarda in three minutes, on real servers. It ends well
 * only if both restores are byte for byte what was backed up.
 */
@NullMarked
package dev.salvaguarda.app.demo;

import org.jspecify.annotations.NullMarked;
