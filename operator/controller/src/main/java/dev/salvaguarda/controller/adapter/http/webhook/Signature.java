package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.delivery.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks; pure. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * By which a receiver knows a second copy, an old one, and one that somebody else sent.
   *
   * @param id the same in every attempt
   * @param keys one signature for each; empty means none
   */
  static Map<String, String> headers(String id, Instant at, String body, List<SigningKey> keys) {
    // A point divides the parts of what is signed.
    String messageId = "msg_" + id.replace('.', '_');
    String timestamp = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", messageId);
    headers.put("webhook-timestamp", timestamp);
    if (!keys.isEmpty()) {
      String content = String.join(".", messageId, timestamp, body);
      headers.put(
          "webhook-signature",
          keys.stream().map(key -> "v1," + hash(key, content)).collect(Collectors.joining(" ")));
    }
    return headers;
  }

  private static String hash(SigningKey key, String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
