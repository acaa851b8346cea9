package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the digests of a channel: one message of the successes that wait for it. Those are settled
 * by their own reconciler once a digest names them.
 */
public final class DigestApplier {
  private static final Logger LOG = LoggerFactory.getLogger(DigestApplier.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final TellingApplier notices;
  private final ToldTogether together;
  private final CollectingSince collecting;

  public DigestApplier(
      KubernetesClient client,
      TellingApplier notices,
      ToldTogether together,
      CollectingSince collecting) {
    this.client = client;
    this.notices = notices;
    this.together = together;
    this.collecting = collecting;
  }

  /**
   * Makes what is due; doing it twice makes none twice. That it can't be done is no exception: it
   * must not hide how the channel is. It is tried again until each notice goes by itself.
   *
   * @param open the channel's notices that are not settled
   * @return when to look again; null if nothing waits for a digest
   */
  public @Nullable Instant collect(
      NotificationChannel channel, Collection<Notice> open, Instant now) {
    try {
      DigestPlan plan = plan(channel, open, now);
      for (Batch batch : plan.due()) {
        List<DigestRow> rows = new ArrayList<>();
        batch.notices().forEach(notice -> rows.add(row(notice)));
        DigestManifest.fitting(channel, batch, rows, notices.textsOf(channel))
            .forEach(notices::make);
      }
      return plan.nextAt();
    } catch (RuntimeException failed) {
      FailedLook look = FailedLook.of(failed);
      LOG.atWarn()
          .addKeyValue("namespace", channel.getMetadata().getNamespace())
          .addKeyValue("channel", channel.getMetadata().getName())
          .addKeyValue("why", look.sentence())
          .setCause(look.cause() == FailedLook.Cause.DEFECT ? failed : null)
          .log("the digest could not be made yet");
      return now.plus(PAUSE);
    }
  }

  /** Who is told is asked of the API server, but only if something is due: the watch lags. */
  private DigestPlan plan(NotificationChannel channel, Collection<Notice> open, Instant now) {
    Instant since = collecting.since(now);
    together.forgetBefore(now);
    var meta = channel.getMetadata();
    Set<String> known = new HashSet<>(together.known(meta.getNamespace(), meta.getName()));
    open.forEach(notice -> known.addAll(notice.getSpec().collects()));
    DigestPlan seen = DigestPlan.of(open, known, since, now);
    if (seen.due().isEmpty()) {
      return seen;
    }
    Instant oldest = seen.due().getFirst().time();
    return DigestPlan.of(
        open, together.now(meta.getNamespace(), meta.getName(), oldest, now), since, now);
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
