package dev.salvaguarda.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.repository.BackupRepository;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticeJournalTest {
  private static final Instant START = Instant.parse("2026-11-27T01:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JournalPace PACE =
      new JournalPace(Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1));
  private static final Passed NOTHING_DUE = new Passed(0, Set.of(), 0, null, Passed.Next.AS_USUAL);
  private static final Passed IN_TROUBLE =
      new Passed(0, Set.of(), 7, "It does not answer.", Passed.Next.AFTER_TROUBLE);

  private final Watch clock = new Watch();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final List<NotificationChannel> made = new CopyOnWriteArrayList<>();
  private final List<String> looked = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final NoticeJournal journal =
      new NoticeJournal(
          this::look, (asking, _) -> told.add(asking.getKind() + " " + name(asking)), PACE, clock);

  @AfterEach
  void close() {
    answer.countDown();
    journal.close();
  }

  @Test
  void namespacesWhoseRepositoriesHangHoldUpNoOther() {
    List<NotificationChannel> channels =
        List.of(channel("a", "x"), channel("b", "x"), channel("c", "x"), channel("well", "x"));
    broken.addAll(Set.of("a", "b", "c"));
    lookAt(channels.subList(0, 3));
    await().atMost(PATIENCE).until(() -> looked.size() == 3);
    hanging.addAll(broken);
    clock.passes(Duration.ofHours(2));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          lookAt(channels.subList(0, 3));
          assertThat(journal.left()).hasSize(3);
          assertThat(looked).hasSize(4);
        });

    lookAt(channels.subList(3, 4));

    await().atMost(PATIENCE).until(() -> looked.contains("well"));
  }

  @Test
  void theFirstThatHangsHoldsUpNoOther() {
    List<NotificationChannel> channels = List.of(channel("a", "x"), channel("well", "x"));
    hanging.add("a");
    lookAt(channels.subList(0, 1));
    await().atMost(PATIENCE).until(() -> looked.contains("a"));

    lookAt(channels.subList(1, 2));

    await().atMost(PATIENCE).until(() -> looked.contains("well"));
  }

  @Test
  void whatHadTroubleAndIsWellAgainIsOneOfAllAgain() {
    NotificationChannel channel = channel("a", "x");
    broken.add("a");
    lookAt(List.of(channel));
    awaitLeft(channel, 7);
    broken.clear();
    clock.passes(Duration.ofHours(1));
    lookAt(List.of(channel));
    awaitLeft(channel, 0);
    clock.passes(Duration.ofHours(1));

    assertThat(journal.look(channel, made, () -> {})).isEqualTo(START.plus(Duration.ofHours(25)));
    assertThat(looked).containsExactly("a", "a");
  }

  @Test
  void aNamespaceWithoutAChannelIsLookedThroughForItsRepository() {
    BackupRepository offsite = repository("ti", "offsite");
    List<BackupRepository> all = List.of(offsite, repository("ti", "second"));
    assertThat(journal.look(offsite, all, () -> {})).isEqualTo(START.plus(Duration.ofMinutes(1)));
    clock.passes(Duration.ofMinutes(1));

    all.forEach(one -> journal.look(one, all, () -> {}));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          all.forEach(one -> journal.look(one, all, () -> {}));
          assertThat(told).containsExactly("BackupRepository offsite");
        });
    assertThat(looked).containsExactly("ti");
  }

  @Test
  void whereThereIsAChannelItAsksAndTheRepositoryFindsItDone() {
    NotificationChannel channel = channel("ti", "technician");
    BackupRepository repository = repository("ti", "offsite");
    lookAt(List.of(channel));
    awaitLeft(channel, 0);

    assertThat(journal.look(repository, List.of(repository), () -> {}))
        .isEqualTo(START.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(1)));
    assertThat(told).containsExactly("NotificationChannel technician");
  }

  @Test
  void whatIsLeftOfANamespaceIsForgottenWithTheLastThatAsksForIt() {
    NotificationChannel channel = channel("a", "x");
    BackupRepository other = repository("b", "x");
    broken.add("a");
    lookAt(List.of(channel));
    awaitLeft(channel, 7);
    journal.look(other, List.of(other), () -> {});
    assertThat(journal.left()).isEqualTo(Map.of("a", 7));

    NotificationChannel young = channel("c", "x");
    journal.look(young, List.of(young), () -> {});

    assertThat(journal.left()).isEmpty();
  }

  private Passed look(String namespace) {
    looked.add(namespace);
    if (hanging.contains(namespace)) {
      try {
        boolean _ = answer.await(10, TimeUnit.MINUTES);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    return broken.contains(namespace) ? IN_TROUBLE : NOTHING_DUE;
  }

  /** As the operator does it that knows all channels that the test made. */
  private void lookAt(List<NotificationChannel> channels) {
    channels.forEach(one -> journal.look(one, made, () -> {}));
  }

  private void awaitLeft(NotificationChannel channel, int number) {
    String namespace = channel.getMetadata().getNamespace();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          lookAt(List.of(channel));
          assertThat(journal.left()).containsEntry(namespace, number);
        });
  }

  private NotificationChannel channel(String namespace, String name) {
    NotificationChannel channel = in(namespace, name, new NotificationChannel());
    made.add(channel);
    return channel;
  }

  private static BackupRepository repository(String namespace, String name) {
    return in(namespace, name, new BackupRepository());
  }

  private static <T extends HasMetadata> T in(String namespace, String name, T object) {
    object.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return object;
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  /** Goes when the test says so. */
  private static final class Watch extends Clock {
    private volatile Instant now = START;

    void passes(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
