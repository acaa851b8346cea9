package dev.salvaguarda.agent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Outcome;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The result in the {@value #LIMIT_BYTES} bytes that Kubernetes keeps of a termination message: a
 * whole JSON object, never one that is cut. Long sentences are shortened first, then targets are
 * left out, the good ones before the bad ones; {@code targetsOmitted} says how many.
 */
public final class TerminationMessage {
  /** What Kubernetes keeps. */
  public static final int LIMIT_BYTES = 4_096;

  private static final int SENTENCE_LIMIT = 300;
  private static final int SHORT_SENTENCE_LIMIT = 120;

  private final ObjectMapper mapper = WireFormat.mapper();

  /** Writes the message where the container runtime looks for it. */
  public void write(CopyResult result, Path file) throws IOException {
    Files.writeString(file, format(result));
  }

  /** The JSON text; its UTF-8 form has at most {@value #LIMIT_BYTES} bytes. */
  public String format(CopyResult result) {
    String whole = json(result);
    if (fits(whole)) {
      return whole;
    }
    for (int limit : List.of(SENTENCE_LIMIT, SHORT_SENTENCE_LIMIT)) {
      String shortened = json(withSentences(result, limit));
      if (fits(shortened)) {
        return shortened;
      }
    }
    return withFewerTargets(withSentences(result, SHORT_SENTENCE_LIMIT));
  }

  /** The most targets that fit, found by halving: JSON of fewer targets is never longer. */
  private String withFewerTargets(CopyResult result) {
    List<Integer> byImportance =
        IntStream.range(0, result.targets().size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> severity(result.targets().get(i).outcome())))
            .toList();
    int fit = 0;
    int tooMany = byImportance.size() + 1;
    while (tooMany - fit > 1) {
      int middle = (fit + tooMany) >>> 1;
      if (fits(json(keeping(result, byImportance.subList(0, middle))))) {
        fit = middle;
      } else {
        tooMany = middle;
      }
    }
    return json(keeping(result, byImportance.subList(0, fit)));
  }

  private static int severity(Outcome outcome) {
    return switch (outcome) {
      case FAILED -> 0;
      case CANCELLED -> 1;
      case DEGRADED -> 2;
      case SUCCEEDED -> 3;
    };
  }

  /** Keeps the targets of these places, in the order of work. */
  private static CopyResult keeping(CopyResult result, List<Integer> places) {
    List<TargetResult> kept =
        places.stream().sorted().map(place -> result.targets().get(place)).toList();
    return withTargets(
        result,
        result.failure(),
        kept,
        result.targetsOmitted() + result.targets().size() - kept.size());
  }

  private static CopyResult withSentences(CopyResult result, int limit) {
    List<TargetResult> targets = new ArrayList<>();
    for (TargetResult target : result.targets()) {
      targets.add(
          new TargetResult(
              target.name(),
              target.outcome(),
              target.consistency(),
              target.snapshotId(),
              target.bytesRead(),
              target.bytesStored(),
              target.sha256(),
              shortened(target.failure(), limit)));
    }
    return withTargets(
        result, shortened(result.failure(), limit), targets, result.targetsOmitted());
  }

  private static CopyResult withTargets(
      CopyResult result, @Nullable Failure failure, List<TargetResult> targets, int omitted) {
    return new CopyResult(
        result.version(),
        result.outcome(),
        failure,
        result.capturedAt(),
        result.bytesRead(),
        result.bytesStored(),
        result.peakMemoryBytes(),
        targets,
        omitted);
  }

  private static @Nullable Failure shortened(@Nullable Failure failure, int limit) {
    return failure == null
        ? null
        : new Failure(failure.reason(), Sentence.cutInTheMiddle(failure.message(), limit));
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= LIMIT_BYTES;
  }

  private String json(CopyResult result) {
    try {
      return mapper.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result could not be written as JSON", e);
    }
  }
}
