package dev.salvaguarda.domain.workorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.retention.Quality;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotTagsTest {
  private static final List<String> TAGS =
      SnapshotTags.of(
          new WorkIdentity("BackupRun", "finance", "nightly-1", "uid-1", 2), "nightly", "a=b");

  @Test
  void sayWhoseAndOfWhatASnapshotIs() {
    assertThat(TAGS)
        .contains(
            SnapshotTags.policy("finance", "nightly"),
            SnapshotTags.uid("uid-1"),
            SnapshotTags.attempt(2));
    assertThat(SnapshotTags.targetOf(TAGS)).isEqualTo("a=b");
    assertThat(SnapshotTags.targetOf(List.of())).isEmpty();
  }

  @Test
  void aDoubtIsKnownByItsTag() {
    List<String> doubted = new ArrayList<>(TAGS);
    doubted.add(SnapshotTags.doubt(FailureReason.GUARD_MAX_SHRINK));

    assertThat(SnapshotTags.isDoubted(TAGS)).isFalse();
    assertThat(SnapshotTags.isDoubted(doubted)).isTrue();
  }

  @Test
  void whatSpeaksAgainstACopyIsKnownByItsTagsAndTheWorstCounts() {
    List<String> tags = new ArrayList<>(TAGS);
    assertThat(SnapshotTags.qualityOf(tags)).isEqualTo(Quality.GOOD);
    tags.add(SnapshotTags.shortOf(FailureReason.FILE_UNREADABLE));
    assertThat(tags).endsWith("short=FileUnreadable");
    assertThat(SnapshotTags.qualityOf(tags)).isEqualTo(Quality.SHORT);
    assertThat(SnapshotTags.isDoubted(tags)).isFalse();
    tags.add(SnapshotTags.doubt(FailureReason.GUARD_MAX_SHRINK));
    assertThat(SnapshotTags.qualityOf(tags)).isEqualTo(Quality.DOUBTED);
  }

  @Test
  void onlyReasonsThatSpeakOfTooLittleAreDoubts() {
    Set<FailureReason> doubts =
        Stream.of(FailureReason.values())
            .filter(FailureReason::isDoubt)
            .collect(Collectors.toSet());

    assertThat(doubts)
        .isEqualTo(
            EnumSet.of(
                FailureReason.GUARD_MIN_SIZE,
                FailureReason.GUARD_MAX_SHRINK,
                FailureReason.SOURCE_EMPTY));
  }
}
