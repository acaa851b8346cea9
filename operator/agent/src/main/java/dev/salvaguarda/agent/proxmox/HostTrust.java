package dev.salvaguarda.agent.proxmox;

import java.util.HexFormat;
import java.util.Locale;

/** By what the certificate of a host's API is known. */
public sealed interface HostTrust {
  /** One of the authorities of the system signed it for the host's name. */
  record OfSystem() implements HostTrust {}

  /**
   * One of these authorities signed it for the host's name.
   *
   * @param pem their certificates
   */
  record ByAuthorities(String pem) implements HostTrust {}

  /**
   * It is this one, whatever name it holds and whoever signed it.
   *
   * @param sha256 of the certificate as the host's own pages show it, such as {@code AB:CD:…}, 32
   *     bytes in either case
   */
  record ByFingerprint(String sha256) implements HostTrust {
    private static final HexFormat FORM = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int BYTES = 32;

    public ByFingerprint {
      sha256 = sha256.strip().toUpperCase(Locale.ROOT);
      if (FORM.parseHex(sha256).length != BYTES) {
        throw new IllegalArgumentException("a SHA-256 fingerprint has 32 bytes");
      }
    }

    /** The fingerprint of these bytes. */
    public static ByFingerprint of(byte[] digest) {
      return new ByFingerprint(FORM.formatHex(digest));
    }
  }
}
