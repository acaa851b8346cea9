package dev.salvaguarda.domain.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SentenceTest {
  /** A character of two halves. */
  private static final String KEY = "🔑";

  @Test
  void lineBreaksAndControlCharactersBecomeSingleSpaces() {
    assertThat(Sentence.oneLine(" one\r\n\ttwo\u0000\u001b three \n")).isEqualTo("one two three");
  }

  @Test
  void whatFitsStaysAsItIs() {
    assertThat(Sentence.cut("12345", 5)).isEqualTo("12345");
    assertThat(Sentence.cutInTheMiddle("12345", 5)).isEqualTo("12345");
  }

  @Test
  void whatIsTooLongIsCutAtItsEndAndSaysSo() {
    assertThat(Sentence.cut("123456", 5)).isEqualTo("1234…");
    assertThat(Sentence.oneLine("12\n3456", 5)).isEqualTo("12…56");
  }

  @Test
  void aPathKeepsItsBeginningAndItsEnd() {
    assertThat(Sentence.cutInTheMiddle("/srv/share/a/b/c/letter.odt", 16))
        .isEqualTo("/srv/sha…ter.odt");
    assertThat(Sentence.cutInTheMiddle("abcdef", 1)).isEqualTo("…");
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(Sentence.cut(KEY + KEY, 2)).isEqualTo("…");
    assertThat(Sentence.cut(KEY + KEY, 3)).isEqualTo(KEY + "…");
    assertThat(Sentence.cutInTheMiddle(KEY + KEY + KEY, 4)).isEqualTo(KEY + "…");
    assertThat(Sentence.cutInTheMiddle(KEY + KEY + KEY, 5)).isEqualTo(KEY + "…" + KEY);
  }

  @Test
  void whereNotEvenTheMarkFitsNothingIsCut() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sentence.cut("a", 0));
  }

  @Property
  void cutTextsFitAndAreWhole(@ForAll String text, @ForAll @IntRange(min = 1, max = 40) int limit) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    for (String cut :
        new String[] {Sentence.cut(whole, limit), Sentence.cutInTheMiddle(whole, limit)}) {
      assertThat(cut.length()).isLessThanOrEqualTo(Math.max(limit, 0));
      assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(cut);
    }
  }
}
