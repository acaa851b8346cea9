package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are those of restic, asked with paths below a directory. */
class PathPatternsTest {
  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "/**, a, true",
    "/a/**, a, true",
    "/a/**, a/b, true",
    "/a/**, b, false",
    "/**/x, x, true",
    "/**/x, a/b/x, true",
    "/a/**/**, a, false",
    "/a/**/**, a/b, true",
    "/**/**/x, x, false",
    "/**/**/x, a/x, true",
    "/**/a/**, a, false",
    "/**/a/**, b/a, false",
    "/**/a/**, a/b, true",
    "a/**, a, true",
    "a/**, b/a/c, true",
  })
  void severalDoubleStarsFromTheRootNeedRoomAsTheyDoForRestic(
      String pattern, String path, boolean covered) {
    List<int[]> names =
        Arrays.stream(path.split("/", -1)).map(n -> n.codePoints().toArray()).toList();

    assertThat(new PathPatterns(List.of(pattern)).cover(names)).isEqualTo(covered);
  }
}
