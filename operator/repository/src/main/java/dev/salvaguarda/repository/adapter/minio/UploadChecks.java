package dev.salvaguarda.repository.adapter.minio;

import io.minio.Http;
import io.minio.ObjectWriteResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The checksums that travel with an upload, and their comparison with the answer. */
final class UploadChecks {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private UploadChecks() {}

  /**
   * Files of a repository are named by their SHA-256. The server checks it, too, and the client
   * need not compute it a second time for the signature.
   */
  static Http.Headers headers(String key, String md5) {
    return new Http.Headers(checks(key, md5));
  }

  /** The same, for an object that must not be there yet. */
  static Http.Headers onlyIfAbsent(String key, String md5) {
    Map<String, String> headers = checks(key, md5);
    headers.put("If-None-Match", "*");
    return new Http.Headers(headers);
  }

  private static Map<String, String> checks(String key, String md5) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-MD5", md5);
    String name = key.substring(key.lastIndexOf('/') + 1);
    if (SHA256.matcher(name).matches()) {
      headers.put("X-Amz-Content-Sha256", name);
    }
    return headers;
  }

  /** An ETag is the MD5 unless the server encrypts with keys of its own or of a key service. */
  static void requireSameContent(ObjectWriteResponse written, String md5) throws IOException {
    String encryption = written.headers().get("x-amz-server-side-encryption");
    boolean opaque =
        (encryption != null && encryption.startsWith("aws:kms"))
            || written.headers().get("x-amz-server-side-encryption-customer-algorithm") != null;
    String etag = String.valueOf(written.etag()).replace("\"", "");
    String expected = HexFormat.of().formatHex(Base64.getDecoder().decode(md5));
    if (!opaque && etag.length() == expected.length() && !etag.equalsIgnoreCase(expected)) {
      throw new IOException("the server stored other bytes than were sent");
    }
  }

  /** As Base64, which the header wants. */
  static String md5(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(content, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
