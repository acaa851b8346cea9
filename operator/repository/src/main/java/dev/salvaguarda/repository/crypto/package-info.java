/**
 * Encryption and authentication as the format prescribes, put together from the JDK's AES, Bouncy
 * Castle's scrypt, and Poly1305 of OpenSSL or, where that is not there, of Bouncy Castle. Nothing
 * here is a cipher of our own.
 */
@NullMarked
package dev.salvaguarda.repository.crypto;

import org.jspecify.annotations.NullMarked;
