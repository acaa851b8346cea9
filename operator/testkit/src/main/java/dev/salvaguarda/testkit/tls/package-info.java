/**
 * Certificates for test servers, made on the spot. Nothing here is fit for anything but the
 * loopback address.
 */
@NullMarked
package dev.salvaguarda.testkit.tls;

import org.jspecify.annotations.NullMarked;
