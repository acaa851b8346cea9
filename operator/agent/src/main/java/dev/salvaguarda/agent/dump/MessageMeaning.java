package dev.salvaguarda.agent.dump;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A form of words in a dump program's messages, and what it means.
 *
 * @param words as a regular expression, found anywhere in a line
 * @param fault what a line with these words speaks of
 */
record MessageMeaning(Pattern words, DumpFault fault) {
  static MessageMeaning of(String words, DumpFault fault) {
    return new MessageMeaning(Pattern.compile(words), fault);
  }

  /** The first meaning of the list that any line has. */
  static DumpFault first(List<MessageMeaning> meanings, List<String> lines) {
    return meanings.stream()
        .filter(meaning -> lines.stream().anyMatch(line -> meaning.words.matcher(line).find()))
        .map(MessageMeaning::fault)
        .findFirst()
        .orElse(DumpFault.UNKNOWN);
  }
}
