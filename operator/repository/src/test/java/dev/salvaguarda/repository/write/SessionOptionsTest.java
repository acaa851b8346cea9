package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SessionOptionsTest {
  private static final int MIB = 1 << 20;

  private final SessionOptions standard = SessionOptions.standard(Path.of(""), 2);

  @Test
  void aSlowLineGetsSmallPacksOneAfterTheOtherAndAsMuchScratchAsBefore() {
    SessionOptions slow = standard.underUploadLimit(MIB);

    assertThat(slow.packTargetBytes()).isEqualTo(8 * MIB);
    assertThat(slow.parallelUploads()).isEqualTo(1);
    assertThat((slow.waitingPacks() + 1) * slow.packTargetBytes())
        .isEqualTo(standard.parallelUploads() * standard.packTargetBytes());
  }

  @Test
  void packsNeverGetSmallerThanAMebibyte() {
    assertThat(standard.underUploadLimit(1).packTargetBytes()).isEqualTo(MIB);
  }

  @Test
  void aLimitThatIsNoneOrFastChangesNothing() {
    assertThat(standard.underUploadLimit(0)).isEqualTo(standard);
    assertThat(standard.underUploadLimit(20L * MIB)).isEqualTo(standard);
  }
}
