package dev.salvaguarda.domain.message;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One part of a message with its placeholders. Without logic: a line that would tell nothing is
 * left out, what takes lines of its own gets them, and nothing that is put in is looked at again.
 */
record Template(Message message, Part part, String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}\\n]*)}}");
  private static final Pattern GAP = Pattern.compile("\\n{3,}");

  /** Four blanks: whoever makes a page of the text knows a command by them. */
  private static final String COMMAND_MARGIN = "    ";

  private static final String ROW = "- ";
  private static final String UNKNOWN = "—";
  private static final int MAX_LENGTH = 10_000;

  /** The parts of a message. */
  enum Part {
    SUBJECT("subject"),
    BODY("body");

    private final String key;

    Part(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /** What is wrong with it, one sentence each; empty if nothing is. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (text.isBlank()) {
      faults.add("is empty.");
    }
    if (text.length() > MAX_LENGTH) {
      faults.add("is longer than %,d characters.".formatted(MAX_LENGTH));
    }
    if (part == Part.SUBJECT && text.strip().contains("\n")) {
      faults.add("has more than one line.");
    }
    String rest = PLACEHOLDER.matcher(text).replaceAll("");
    if (rest.contains("{{") || rest.contains("}}")) {
      faults.add("has {{ and }} that do not belong together: write {{policy}}, for example.");
    }
    Matcher found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      fault(found.group(1), faults);
    }
    if (part == Part.BODY) {
      lacking(faults);
    }
    return faults;
  }

  private void fault(String key, List<String> faults) {
    Placeholder known = Placeholder.of(key.strip()).orElse(null);
    if (known == null || !message.allowed().contains(known)) {
      faults.add(
          "has {{%s}}, which %s does not know; it knows %s."
              .formatted(PlainText.ofValue(key), message.wireName(), keys(message.allowed())));
    } else if (part == Part.SUBJECT && known.takesLines()) {
      faults.add("has {{%s}}, which takes lines of its own.".formatted(known.key()));
    }
  }

  private void lacking(List<String> faults) {
    Set<Placeholder> told =
        PLACEHOLDER
            .matcher(text)
            .results()
            .flatMap(found -> Placeholder.of(found.group(1).strip()).stream())
            .collect(Collectors.toSet());
    List<Placeholder> missing =
        message.required().stream().sorted().filter(one -> !told.contains(one)).toList();
    if (!missing.isEmpty()) {
      faults.add("lacks %s, which it must tell.".formatted(keys(missing)));
    }
  }

  private static String keys(Iterable<Placeholder> placeholders) {
    List<String> keys = new ArrayList<>();
    placeholders.forEach(one -> keys.add("{{" + one.key() + "}}"));
    return String.join(", ", keys);
  }

  /** The text with everything in its place, in one language. */
  String with(Map<Placeholder, Fact> facts, Language language, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    for (String line : text.strip().split("\\R", -1)) {
      new Line(line, facts, language, zone).tell(lines);
    }
    return GAP.matcher(String.join("\n", lines)).replaceAll("\n\n").strip();
  }

  private record Line(String text, Map<Placeholder, Fact> facts, Language language, ZoneId zone) {
    void tell(List<String> out) {
      List<Placeholder> named =
          PLACEHOLDER
              .matcher(text)
              .results()
              .flatMap(found -> Placeholder.of(found.group(1).strip()).stream())
              .toList();
      List<Placeholder> known = named.stream().filter(one -> !said(one).isEmpty()).toList();
      if (!named.isEmpty() && known.isEmpty()) {
        return;
      }
      String told = filled();
      if (!told.isBlank() || named.isEmpty()) {
        out.add(told.stripTrailing());
      }
      known.stream()
          .filter(Placeholder::takesLines)
          .flatMap(one -> Stream.ofNullable(facts.get(one)))
          .forEach(fact -> lines(fact, out));
    }

    private String filled() {
      return PLACEHOLDER
          .matcher(text)
          .replaceAll(found -> {
            Placeholder one = Placeholder.of(found.group(1).strip()).orElseThrow();
            String value = said(one);
            return Matcher.quoteReplacement(
                one.takesLines() ? "" : value.isEmpty() ? UNKNOWN : value);
          });
    }

    private String said(Placeholder one) {
      Fact fact = facts.get(one);
      return fact == null ? "" : language.say(fact, zone);
    }

    private void lines(Fact fact, List<String> out) {
      if (fact instanceof Fact.Rows(List<List<Fact>> rows)) {
        rows.forEach(row -> out.add(ROW + language.row(row, zone)));
      } else {
        String margin = fact instanceof Fact.Command ? COMMAND_MARGIN : ROW;
        out.add(margin + language.say(fact, zone));
      }
    }
  }
}
