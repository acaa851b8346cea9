package dev.salvaguarda.agent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.workorder.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The result in the {@value #LIMIT_BYTES} bytes that Kubernetes keeps of a termination message: a
 * whole JSON object, never one that is cut. Long sentences are shortened first, then parts are left
 * out, the good ones before the bad ones, and counted.
 */
public final class TerminationMessage {
  /** What Kubernetes keeps. */
  public static final int LIMIT_BYTES = 4_096;

  private static final int SENTENCE_LIMIT = 300;
  private static final int SHORT_SENTENCE_LIMIT = 120;

  private final ObjectMapper mapper = WireFormat.mapper();

  /** Writes the message where the container runtime looks for it. */
  public void write(Result result, Path file) throws IOException {
    Files.writeString(file, format(result));
  }

  /** The JSON text; its UTF-8 form has at most {@value #LIMIT_BYTES} bytes. */
  public String format(Result result) {
    String whole = json(result);
    if (fits(whole)) {
      return whole;
    }
    for (int limit : List.of(SENTENCE_LIMIT, SHORT_SENTENCE_LIMIT)) {
      String shortened = json(result.withSentences(limit));
      if (fits(shortened)) {
        return shortened;
      }
    }
    return withFewerParts(result.withSentences(SHORT_SENTENCE_LIMIT));
  }

  /** The most parts that fit, found by halving: JSON of fewer parts is never longer. */
  private String withFewerParts(Result result) {
    int fit = 0;
    int tooMany = result.parts() + 1;
    while (tooMany - fit > 1) {
      int middle = (fit + tooMany) >>> 1;
      if (fits(json(result.withParts(middle)))) {
        fit = middle;
      } else {
        tooMany = middle;
      }
    }
    return json(result.withParts(fit));
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= LIMIT_BYTES;
  }

  private String json(Result result) {
    try {
      return mapper.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result could not be written as JSON", e);
    }
  }
}
