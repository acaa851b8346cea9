package dev.salvaguarda.controller.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.salvaguarda.api.policy.HookSpec;
import dev.salvaguarda.api.policy.HooksSpec;
import dev.salvaguarda.api.run.HookStatus;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.text.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hooks as they stand in a policy and in a run's status. The status holds each as its policy had it
 * when it was the run's turn, so that nothing that becomes of the policy keeps them from being
 * called.
 */
public final class HookRecord {
  private static final int MAX_MESSAGE = 512;
  private static final Duration USUAL = Duration.ofSeconds(30);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private HookRecord() {}

  /** The status of hooks that a run has from now on; empty if its policy has none. */
  public static List<HookStatus> frozen(@Nullable HooksSpec hooks) {
    return hooks == null
        ? List.of()
        : Stream.concat(
                hooks.before().stream().map(hook -> frozen(hook, HookStatus.When.BEFORE)),
                hooks.after().stream().map(hook -> frozen(hook, HookStatus.When.AFTER)))
            .toList();
  }

  private static HookStatus frozen(HookSpec hook, HookStatus.When when) {
    try {
      return new HookStatus(
          hook.name(),
          when,
          HookStatus.State.PENDING,
          null,
          null,
          null,
          null,
          JSON.writeValueAsString(hook));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers has a JSON form", e);
    }
  }

  /** What is called; the API server held it to the rules of a policy. */
  public static HookSpec spec(HookStatus hook) {
    try {
      return JSON.readValue(Objects.requireNonNull(hook.call()), HookSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the status was not written by this operator", e);
    }
  }

  /** What decisions are made of. */
  public static List<HookCall> calls(List<HookStatus> hooks) {
    return hooks.stream().map(HookRecord::call).toList();
  }

  private static HookCall call(HookStatus hook) {
    return new HookCall(
        hook.name(),
        hook.when() == HookStatus.When.BEFORE ? Side.BEFORE : Side.AFTER,
        DurationText.parse(spec(hook).timeout()).orElse(USUAL),
        State.valueOf(Objects.requireNonNull(hook.state()).name()),
        Objects.requireNonNullElse(hook.tries(), 0),
        hook.startTime(),
        hook.endTime(),
        Objects.requireNonNullElse(hook.message(), ""));
  }

  /**
   * The status of the same hooks further on.
   *
   * @param frozen as they were, in the same order
   */
  public static List<HookStatus> listed(List<HookStatus> frozen, List<HookCall> calls) {
    return IntStream.range(0, calls.size())
        .mapToObj(i -> listed(frozen.get(i), calls.get(i)))
        .toList();
  }

  private static HookStatus listed(HookStatus frozen, HookCall call) {
    return new HookStatus(
        frozen.name(),
        frozen.when(),
        HookStatus.State.valueOf(call.state().name()),
        call.tries() == 0 ? null : call.tries(),
        call.begunAt(),
        call.endedAt(),
        call.message().isEmpty() ? null : Sentence.oneLine(call.message(), MAX_MESSAGE),
        frozen.call());
  }
}
