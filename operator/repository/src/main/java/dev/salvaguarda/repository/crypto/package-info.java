/**
 * Encryption and authentication as the format prescribes, put together from the JDK's AES and
 * Bouncy Castle's Poly1305 and scrypt. Nothing here is a cipher of our own.
 */
@NullMarked
package dev.salvaguarda.repository.crypto;

import org.jspecify.annotations.NullMarked;
