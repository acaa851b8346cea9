package dev.salvaguarda.controller.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepository;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LeftLocksTest {
  private final LeftLocks left = new LeftLocks();
  private final BackupRepository offsite = repository("offsite");
  private final BackupRepository vault = repository("vault");

  @Test
  void locksThatCouldNotBeRemovedAreAskedForAgainUntilTheRepositoryAnswers() {
    left.add(offsite, "lost-1-abcde");

    assertThat(left.remove(offsite, _ -> OptionalInt.empty())).isEmpty();
    assertThat(left.remove(offsite, _ -> OptionalInt.of(2))).containsEntry("lost-1-abcde", 2);
    assertThat(left.remove(offsite, LeftLocksTest::unasked)).isEmpty();
  }

  @Test
  void aPodIsAskedAboutInEachOfItsRepositories() {
    left.add(offsite, "lost-1-abcde");
    left.add(vault, "lost-1-abcde");

    assertThat(left.remove(offsite, _ -> OptionalInt.of(0))).isEmpty();
    assertThat(left.remove(vault, _ -> OptionalInt.of(1))).containsEntry("lost-1-abcde", 1);
  }

  @Test
  void aRepositoryThatDoesNotAnswerIsNotAskedAboutOnePodAfterTheOther() {
    left.add(offsite, "lost-1-abcde");
    left.add(offsite, "lost-2-abcde");
    List<String> asked = new ArrayList<>();

    left.remove(
        offsite,
        pod -> {
          asked.add(pod);
          return OptionalInt.empty();
        });

    assertThat(asked).hasSize(1);
    assertThat(left.remove(offsite, _ -> OptionalInt.of(1))).hasSize(2);
  }

  private static OptionalInt unasked(String pod) {
    throw new AssertionError("asked about " + pod);
  }

  private static BackupRepository repository(String name) {
    BackupRepository repository = new BackupRepository();
    repository.setMetadata(new ObjectMetaBuilder().withNamespace("city").withName(name).build());
    return repository;
  }
}
