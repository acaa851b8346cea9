package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.notice.NoticeStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notices that this process has begun to send, the newest of them. It knows them still when the
 * cluster's data were brought back from an older copy. Thread-safe.
 */
final class Said {
  /** A few megabytes. */
  static final int MOST = 500;

  private final Map<ResourceID, Notice> newest = new LinkedHashMap<>();

  /** A status was written. */
  synchronized void remember(Notice notice, NoticeStatus written) {
    if (attempts(written) == 0) {
      return;
    }
    Notice known = new Notice();
    known.setMetadata(
        new ObjectMetaBuilder()
            .withName(notice.getMetadata().getName())
            .withNamespace(notice.getMetadata().getNamespace())
            .withLabels(notice.getMetadata().getLabels())
            .withAnnotations(notice.getMetadata().getAnnotations())
            .build());
    known.setSpec(notice.getSpec());
    known.setStatus(written);
    ResourceID id = ResourceID.fromResource(notice);
    newest.remove(id);
    newest.put(id, known);
    if (newest.size() > MOST) {
      newest.remove(newest.keySet().iterator().next());
    }
  }

  /**
   * How the notice stood, if that is more than its status knows; or how one stood that told the
   * same decision in the same words, of an object that was made anew since, under the same name:
   * with other words, somebody has corrected what was told.
   */
  synchronized Optional<NoticeStatus> forgottenOf(Notice notice) {
    Notice same = newest.get(ResourceID.fromResource(notice));
    return (same == null ? sameDecision(notice) : Optional.of(same))
        .map(known -> Objects.requireNonNull(known.getStatus()))
        .filter(known -> attempts(known) > attempts(notice.getStatus()));
  }

  private Optional<Notice> sameDecision(Notice notice) {
    NoticeSpec spec = notice.getSpec();
    if (spec.decidedBy() == null) {
      return Optional.empty();
    }
    return newest.values().stream()
        .filter(known -> isIn(notice.getMetadata().getNamespace(), known))
        .filter(known -> known.getSpec().channelRef().equals(spec.channelRef()))
        .filter(known -> known.getSpec().message().equals(spec.message()))
        .filter(known -> known.getSpec().revision().equals(spec.revision()))
        .filter(known -> known.getSpec().eventTime().equals(spec.eventTime()))
        .filter(known -> spec.decidedBy().equals(known.getSpec().decidedBy()))
        .filter(known -> known.getSpec().rendered().body().equals(spec.rendered().body()))
        .filter(known -> isMadeAnew(known.getSpec().subject(), spec.subject()))
        .findFirst();
  }

  private static boolean isIn(String namespace, Notice known) {
    return namespace.equals(known.getMetadata().getNamespace());
  }

  private static boolean isMadeAnew(SubjectRef before, SubjectRef now) {
    return before.kind().equals(now.kind())
        && before.name().equals(now.name())
        && !before.uid().equals(now.uid());
  }

  /** All that it knows, the oldest first; without UIDs. */
  synchronized List<Notice> all() {
    return List.copyOf(newest.values());
  }

  private static int attempts(@Nullable NoticeStatus status) {
    return status == null ? 0 : Objects.requireNonNullElse(status.attemptCount(), 0);
  }
}
