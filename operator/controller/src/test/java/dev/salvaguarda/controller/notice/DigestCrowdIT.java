package dev.salvaguarda.controller.notice;

import static dev.salvaguarda.controller.notice.NoticeWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.controller.notice.NoticeWorld.OneOperator;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hundreds of notices that a digest has told, on a real API server. */
class DigestCrowdIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  private static final int CROWD = 300;

  /** Nothing of it may grow with the crowd. */
  private static final int FEW = 20;

  @Test
  void aDigestThatWasDeliveredIsAskedForOnceForAllThatItTells() {
    NoticeWorld world = new NoticeWorld(PLANE.get());
    world.secret("technician", Map.of("addresses", "ana@example.org"));
    world.channel("technician", "rate: {perMinute: 600}");
    Instant time =
        Instant.now(Clock.systemUTC()).minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);
    List<String> names = IntStream.range(0, CROWD).mapToObj(i -> "n" + i).toList();
    try (OneOperator _ = world.operator("before")) {
      digest(world, time, names);
      world.awaitState("digest", State.DELIVERED);
    }
    names.forEach(name -> waiting(world, name, time));
    Collection<URI> asked = new ConcurrentLinkedQueue<>();

    try (OneOperator _ = world.operator(asked)) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              world.notices().stream()
                      .filter(notice ->
                          notice.getStatus() != null
                              && notice.getStatus().state() == State.SUPPRESSED
                              && "Told by \"digest\".".equals(notice.getStatus().message()))
                      .count()
                  == CROWD);
    }

    assertThat(
            asked.stream()
                .map(URI::getQuery)
                .filter(query -> query != null && query.contains("spec.channelRef.name")))
        .hasSizeBetween(1, FEW);
    assertThat(world.post.copies()).hasSize(1);
  }

  private static void digest(NoticeWorld world, Instant time, List<String> names) {
    Notice _ =
        world.apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: Notice
            metadata: {name: digest, labels: {salvaguarda.dev/message: BackupDigest}}
            spec:
              subject: {kind: NotificationChannel, name: technician, uid: c}
              message: BackupDigest
              channelRef: {name: technician}
              locale: en
              rendered: {subject: All went well, body: Three hundred times.}
              thread: c
              eventTime: "%s"
              collects: [%s]
            """
                .formatted(time, names.stream().collect(Collectors.joining(", "))),
            Notice.class);
  }

  private static void waiting(NoticeWorld world, String name, Instant time) {
    Notice _ =
        world.apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: Notice
            metadata: {name: %s}
            spec:
              subject: {kind: BackupRun, name: of-%1$s, uid: u}
              message: BackupSucceeded
              channelRef: {name: technician}
              locale: en
              rendered: {subject: It is copied, body: All of it.}
              thread: %1$s
              eventTime: "%s"
              digestTime: "%2$s"
            """
                .formatted(name, time),
            Notice.class);
  }
}
