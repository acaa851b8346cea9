/**
 * Encryption and authentication as the format prescribes, put together from the JDK's AES, Bouncy
 * Castle's scrypt and a Poly1305 of our own, which is compared with Bouncy Castle's.
 */
@NullMarked
package dev.salvaguarda.repository.crypto;

import org.jspecify.annotations.NullMarked;
