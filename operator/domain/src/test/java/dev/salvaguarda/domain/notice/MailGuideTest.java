package dev.salvaguarda.domain.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.condition.ConditionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide names the reasons that people see, by their names. */
class MailGuideTest {
  private static final Pattern REASON = Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\|");

  @Test
  void eachReasonOfANoticeStandsInTheGuideOnceAndInOrder() throws IOException {
    assertThat(reasonsAfter("| reason of the message |"))
        .containsExactlyElementsOf(
            Arrays.stream(NoticeReason.values()).map(NoticeReason::wireName).toList());
  }

  @Test
  void theGuideNamesReasonsOfAChannelThatThereAre() throws IOException {
    assertThat(reasonsAfter("| reason of the channel |"))
        .hasSizeGreaterThan(10)
        .doesNotHaveDuplicates()
        .isSubsetOf(
            Arrays.stream(ConditionReason.values()).map(ConditionReason::wireName).toList());
  }

  private static List<String> reasonsAfter(String heading) throws IOException {
    String guide = Files.readString(Path.of("..", "..", "docs", "guide", "mail-server.md"));
    String table = guide.substring(guide.indexOf(heading)).split("\n\n", 2)[0];
    return REASON.matcher(table).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
