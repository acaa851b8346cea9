package dev.salvaguarda.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.calendar.CalendarText.Organizer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.util.CompatibilityHints;
import net.fortuna.ical4j.validate.ValidationResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another program reads in it, as strictly as it can. */
class CalendarTextTest {
  private static final Organizer ORGANIZER =
      new Organizer("Instituto \"Exemplo\"; TI, \nBrasil", "ti@example.org");
  private static final Instant START = Instant.parse("2026-11-28T01:00:00Z");
  private static final Instant END = Instant.parse("2026-11-28T05:00:00Z");

  @BeforeAll
  static void beStrict() {
    for (String hint :
        List.of(
            CompatibilityHints.KEY_RELAXED_PARSING,
            CompatibilityHints.KEY_RELAXED_UNFOLDING,
            CompatibilityHints.KEY_RELAXED_VALIDATION)) {
      CompatibilityHints.setHintEnabled(hint, false);
    }
  }

  @Test
  void aRequestItsMovesAndItsCancellationAreOneEntryForAStrictReader() throws Exception {
    List<CalendarEntry> story = List.of(entry(0, false), entry(1, false), entry(2, true));

    for (CalendarEntry entry : story) {
      Calendar read = read(CalendarText.of(entry, ORGANIZER, "Manutenção", "Um aviso."));
      VEvent event = (VEvent) read.getComponents().getFirst();

      assertThat(value(event, "UID")).isEqualTo("uid@salvaguarda.dev");
      assertThat(value(event, "SEQUENCE")).isEqualTo("" + entry.sequence());
      assertThat(value(event, "DTSTART")).isEqualTo("20261128T010000Z");
      assertThat(value(event, "DTEND")).isEqualTo("20261128T050000Z");
      assertThat(value(event, "STATUS")).isEqualTo(entry.isCancelled() ? "CANCELLED" : "CONFIRMED");
      assertThat(value(event, "ORGANIZER")).isEqualTo("mailto:ti@example.org");
      assertThat(CalendarText.method(CalendarText.of(entry, ORGANIZER, "x", "y")))
          .contains(entry.isCancelled() ? "CANCEL" : "REQUEST");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Manutenção: das 22:00 às 02:00; correio, portal \\ intranet",
        "uma linha\noutra linha\r\nmais uma",
        "END:VEVENT\r\nEND:VCALENDAR",
        "𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞 ãéíõú ãéíõú ãéíõú ãéíõú ãéíõú ãéíõú ãéíõú ãéíõú ãéíõú",
        "um\u0007sino e um\ttab",
      })
  void whateverIsSaidIsReadAsItWasSaid(String text) throws Exception {
    String written = CalendarText.of(entry(0, false), ORGANIZER, "x", text);
    VEvent event = (VEvent) read(written).getComponents().getFirst();

    assertThat(value(event, "DESCRIPTION"))
        .isEqualTo(text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n]]", " "));
    assertThat(written.split("\r\n", -1))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
    assertThat(written.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
  }

  @Test
  void whatEverybodyMayReadIsOneObjectThatInvitesNobody() throws Exception {
    String text =
        CalendarText.together(
            List.of(
                CalendarText.published(entry(1, false), "Manutenção", "Um; aviso."),
                CalendarText.of(entry(0, false), ORGANIZER, "x", "y"),
                CalendarText.published(entry(2, true), "Cancelada", "END:VEVENT\r\nx")));

    assertThat(read(text).getComponents())
        .extracting(event -> value((VEvent) event, "SUMMARY"))
        .containsExactly("Manutenção", "Cancelada");
    assertThat(text)
        .contains("STATUS:CANCELLED")
        .doesNotContain("METHOD", "ORGANIZER", "ATTENDEE", "@example.org");
    assertThat(CalendarText.method(text)).isEmpty();
  }

  @Test
  void aCalendarOfNothingIsValidToo() throws Exception {
    assertThat(read(CalendarText.together(List.of())).getComponents("VEVENT")).isEmpty();
  }

  private static CalendarEntry entry(int sequence, boolean isCancelled) {
    return new CalendarEntry(
        "uid@salvaguarda.dev",
        sequence,
        Instant.parse("2026-11-25T12:00:00Z"),
        START,
        END,
        isCancelled);
  }

  private static Calendar read(String text) throws IOException, ParserException {
    Calendar calendar = new CalendarBuilder().build(new StringReader(text));
    ValidationResult found = calendar.validate(true);
    assertThat(found.getEntries()).as(text).isEmpty();
    return calendar;
  }

  private static String value(VEvent event, String name) {
    return event.getRequiredProperty(name).getValue();
  }
}
