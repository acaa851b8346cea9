package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the digests of a channel: one message of the successes that wait for it. Those are settled
 * by their own reconciler once a digest names them.
 */
public final class DigestApplier {
  private final KubernetesClient client;
  private final TellingApplier notices;

  public DigestApplier(KubernetesClient client, TellingApplier notices) {
    this.client = client;
    this.notices = notices;
  }

  /**
   * Makes what is due; doing it twice makes none twice.
   *
   * @param open the channel's notices that are not settled
   * @return when the next digest is due; null if nothing waits for one
   */
  public @Nullable Instant collect(
      NotificationChannel channel, Collection<Notice> open, Instant now) {
    DigestPlan plan = DigestPlan.of(open, now);
    for (Batch batch : plan.due()) {
      List<DigestRow> rows = new ArrayList<>();
      batch.notices().forEach(notice -> rows.add(row(notice)));
      notices.make(DigestManifest.of(channel, batch, rows, notices.textsOf(channel)));
    }
    return plan.nextAt();
  }

  /** What was told of may be gone by now; then the words of its own notice stand in for it. */
  private DigestRow row(Notice notice) {
    NoticeSpec.SubjectRef subject = notice.getSpec().subject();
    return switch (subject.kind()) {
      case "BackupRun" ->
          find(BackupRun.class, notice)
              .flatMap(DigestRow::of)
              .orElseGet(() -> DigestRow.ofWords(notice));
      case "Restore" ->
          find(Restore.class, notice)
              .flatMap(DigestRow::of)
              .orElseGet(() -> DigestRow.ofWords(notice));
      default -> DigestRow.ofWords(notice);
    };
  }

  private <T extends HasMetadata> Optional<T> find(Class<T> kind, Notice notice) {
    NoticeSpec.SubjectRef subject = notice.getSpec().subject();
    return Optional.ofNullable(
            client
                .resources(kind)
                .inNamespace(notice.getMetadata().getNamespace())
                .withName(subject.name())
                .get())
        .filter(found -> found.getMetadata().getUid().equals(subject.uid()));
  }
}
