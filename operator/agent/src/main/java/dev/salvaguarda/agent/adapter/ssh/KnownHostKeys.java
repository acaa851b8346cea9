package dev.salvaguarda.agent.adapter.ssh;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/** The host keys that may be shown, and no others. */
final class KnownHostKeys {
  private final List<PublicKey> keys;

  private KnownHostKeys(List<PublicKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads lines such as {@code ssh-ed25519 AAAA…}; what stands behind the key is a comment.
   *
   * @throws SourceException if there is none, or one can't be read
   */
  static KnownHostKeys parse(List<String> lines) throws SourceException {
    List<PublicKey> keys = new ArrayList<>();
    for (String line : lines) {
      keys.add(key(line));
    }
    if (keys.isEmpty()) {
      throw unreadable("There is no host key by which a Proxmox host could be known", null);
    }
    return new KnownHostKeys(keys);
  }

  private static PublicKey key(String line) throws SourceException {
    String refusal = "The host key “%s” is not of the form “ssh-ed25519 AAAA…”".formatted(line);
    try {
      PublicKeyEntry entry = PublicKeyEntry.parsePublicKeyEntry(line.strip());
      PublicKey key =
          entry == null
              ? null
              : entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING);
      if (key == null) {
        throw unreadable(refusal, null);
      }
      return key;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(refusal, e);
    }
  }

  private static SourceException unreadable(String sentence, @Nullable Exception cause) {
    return cause == null
        ? SourceException.ofSource(FailureReason.SOURCE_TLS_NOT_TRUSTED, sentence + ".")
        : SourceException.ofSource(FailureReason.SOURCE_TLS_NOT_TRUSTED, sentence + ".", cause);
  }

  boolean contains(PublicKey shown) {
    return keys.stream().anyMatch(known -> KeyUtils.compareKeys(known, shown));
  }

  /**
   * The signatures with those in front that the known keys make: a host has keys of several types
   * and shows the one that is asked for first.
   */
  List<NamedFactory<Signature>> preferred(List<NamedFactory<Signature>> signatures) {
    List<String> types = keys.stream().map(KeyUtils::getKeyType).toList();
    return signatures.stream()
        .sorted(
            Comparator.comparing(
                signature -> !types.contains(KeyUtils.getCanonicalKeyType(signature.getName()))))
        .toList();
  }

  /** As {@code ssh-keygen -l} shows it. */
  static String told(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
  }
}
