package dev.salvaguarda.testkit.proxmox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API says to a call.
 *
 * @param reason stands behind the status; of an error it is the text
 * @param content JSON value to be written, null for an empty body
 */
record ApiReply(int status, String reason, @Nullable Map<String, @Nullable Object> content) {

  static ApiReply of(@Nullable Object data) {
    return new ApiReply(200, "OK", envelope(data));
  }

  /** An error with its text, which is in the body too. */
  static ApiReply failed(int status, String text) {
    Map<String, @Nullable Object> content = envelope(null);
    content.put("message", text + "\n");
    return new ApiReply(status, text, content);
  }

  static ApiReply forbidden(String path, String privilege) {
    return failed(403, "Permission check failed (%s, %s)".formatted(path, privilege));
  }

  /** A parameter is wrong. */
  static ApiReply invalid(String parameter, String why) {
    ApiReply reply = failed(400, "Parameter verification failed.");
    if (reply.content != null) {
      reply.content.put("errors", Map.of(parameter, why));
    }
    return reply;
  }

  /** An error that has no body at all. */
  static ApiReply bare(int status, String text) {
    return new ApiReply(status, text, null);
  }

  /** The same with one more value beside {@code data}. */
  ApiReply with(String key, Object value) {
    if (content != null) {
      content.put(key, value);
    }
    return this;
  }

  /** The same without the text in its body. */
  ApiReply withoutMessage() {
    if (content != null) {
      content.remove("message");
    }
    return this;
  }

  private static Map<String, @Nullable Object> envelope(@Nullable Object data) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    content.put("data", data);
    return content;
  }
}
