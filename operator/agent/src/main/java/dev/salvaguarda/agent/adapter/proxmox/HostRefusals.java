package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells what it means that a host gave no answer, or refused one. */
final class HostRefusals {
  private static final int DEEPEST_CAUSE = 10;

  /** As in {@code Permission check failed (/vms/100, VM.Backup|VM.Audit)}. */
  private static final Pattern DENIED =
      Pattern.compile("Permission check failed \\((/[^,\\s]*), ([\\w.|]+)\\)");

  private final String place;

  /**
   * Speaks of one host.
   *
   * @param place host and port, for people
   */
  HostRefusals(String place) {
    this.place = place;
  }

  /** The host said no, or could not do it. */
  SourceException refused(int status, String words) {
    return switch (status) {
      case 401 ->
          failed(
              FailureReason.SOURCE_ACCESS_DENIED,
              "The Proxmox host %s refused the token: %s.".formatted(place, words));
      case 403 -> denied(words);
      case 595, 596 ->
          failed(
              FailureReason.SOURCE_UNREACHABLE,
              "The Proxmox host %s could not reach another node of its cluster: %s (%d)."
                  .formatted(place, words, status));
      case 400, 404, 501 ->
          failed(
              FailureReason.SOURCE_VERSION_UNSUPPORTED,
              "%s did not understand what a Proxmox host understands: %s (%d)."
                  .formatted(place, words, status));
      default ->
          failed(
              FailureReason.SOURCE_UNREACHABLE,
              "The Proxmox host %s answered with an error: %s (%d)."
                  .formatted(place, words, status));
    };
  }

  private SourceException denied(String words) {
    Matcher missing = DENIED.matcher(words);
    return failed(
        FailureReason.SOURCE_ACCESS_DENIED,
        missing.find()
            ? "The token of the Proxmox host %s lacks %s."
                .formatted(
                    place, new Privilege(missing.group(2).replace("|", " or "), missing.group(1)))
            : "The Proxmox host %s denied something to the token: %s.".formatted(place, words));
  }

  /** There was no answer. */
  SourceException unanswered(IOException e) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      switch (cause) {
        case FingerprintTrust.OtherCertificateException other -> {
          return SourceException.ofSource(
              FailureReason.SOURCE_TLS_NOT_TRUSTED,
              "%s showed a certificate with the fingerprint %s, which is not the one of the policy."
                  .formatted(place, other.getMessage()),
              e);
        }
        case CertificateException _ -> {
          return SourceException.ofSource(
              FailureReason.SOURCE_TLS_NOT_TRUSTED,
              "The certificate of %s was signed by none of the authorities, or has run out."
                  .formatted(place),
              e);
        }
        case SSLPeerUnverifiedException _ -> {
          return SourceException.ofSource(
              FailureReason.SOURCE_TLS_NOT_TRUSTED,
              "The certificate of %s names another host.".formatted(place),
              e);
        }
        default -> cause = cause.getCause();
      }
    }
    return SourceException.ofSource(
        FailureReason.SOURCE_UNREACHABLE,
        "There is no answer from the Proxmox host %s: %s.".formatted(place, network(e)),
        e);
  }

  /** What came is no answer of this interface. */
  SourceException strange(String what) {
    return failed(
        FailureReason.SOURCE_UNREACHABLE,
        "%s answered otherwise than a Proxmox host does: %s.".formatted(place, what));
  }

  private static SourceException failed(FailureReason reason, String message) {
    return SourceException.ofSource(reason, message);
  }

  private static String network(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "the host name is unknown";
      case InterruptedIOException _ -> "no answer in time";
      default -> ServerWords.of(Objects.requireNonNullElse(e.getMessage(), "the connection broke"));
    };
  }

  /**
   * The host's sentence. Hosts before 8.4 leave it in the line of the status.
   *
   * @param body what came as an answer; missing if it was no JSON
   */
  static String words(JsonNode body, String reasonPhrase) {
    List<String> words = new ArrayList<>();
    String message = body.path("message").asText("").strip();
    words.add(message.isEmpty() ? reasonPhrase.strip() : message);
    body.path("errors")
        .properties()
        .forEach(error -> words.add(error.getKey() + ": " + error.getValue().asText().strip()));
    words.removeIf(String::isEmpty);
    return words.isEmpty() ? "it gave no reason" : ServerWords.of(String.join(" ", words));
  }
}
