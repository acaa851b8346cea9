package dev.salvaguarda.domain.workorder;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to a database is protected.
 *
 * @param mode what is asked of the server
 * @param caBundleFile PEM file with the authorities to trust; null means the system's
 */
public record TlsOrder(Mode mode, @Nullable String caBundleFile) {

  /** The modes, weakest first, named after what they ask for. */
  public enum Mode {
    /** Plain text. */
    DISABLE,
    /** TLS where the server offers it; no certificate is checked. */
    PREFER,
    /** TLS or no connection; no certificate is checked. */
    REQUIRE,
    /** TLS with a certificate of a trusted authority. */
    VERIFY_CA,
    /** TLS with a certificate of a trusted authority that names the host. */
    VERIFY_FULL
  }
}
