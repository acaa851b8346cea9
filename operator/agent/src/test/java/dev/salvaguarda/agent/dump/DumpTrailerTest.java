package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DumpTrailerTest {
  @Test
  void acceptsTheEndOfOlderPgDumps() {
    assertThat(postgresql("REVOKE x;\n\n--\n-- PostgreSQL database dump complete\n--\n\n"))
        .isTrue();
  }

  @Test
  void acceptsTheRestrictedModeOfNewerPgDumps() {
    assertThat(
            postgresql(
                "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict AbC123xyz\n\n"))
        .isTrue();
  }

  @Test
  void refusesTheWordsInsideTheData() {
    assertThat(postgresql("-- PostgreSQL database dump complete\n17\tAda\n\\.\n")).isFalse();
  }

  @Test
  void refusesARowThatEndsWithTheWords() {
    assertThat(postgresql("17\tnote: -- PostgreSQL database dump complete\n")).isFalse();
  }

  @Test
  void refusesADumpThatIsCutAnywhereBeforeItsTrailerIsWhole() {
    String whole = "17\tAda\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
    int trailerEnds = whole.indexOf("complete") + "complete".length();
    for (int length = 0; length < trailerEnds; length++) {
      assertThat(postgresql(whole.substring(0, length))).as("first %d bytes", length).isFalse();
    }
  }

  @Test
  void refusesNothingAtAll() {
    assertThat(postgresql("")).isFalse();
  }

  @Test
  void acceptsMariadbWithAndWithoutItsDate() {
    assertThat(DumpTrailer.MARIADB.ends(bytes("\n-- Dump completed\n"))).isTrue();
    assertThat(DumpTrailer.MARIADB.ends(bytes("\n-- Dump completed on 2026-03-01  1:00:00\n")))
        .isTrue();
    assertThat(DumpTrailer.MARIADB.ends(bytes("INSERT INTO t VALUES ('-- Dump completed');\n")))
        .isFalse();
  }

  private static boolean postgresql(String end) {
    return DumpTrailer.POSTGRESQL.ends(bytes(end));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
