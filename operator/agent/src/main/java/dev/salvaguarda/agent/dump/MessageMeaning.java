package dev.salvaguarda.agent.dump;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A form of words in a dump program's error, and what it means.
 *
 * @param words as a regular expression, found anywhere in the error
 * @param fault what an error with these words speaks of
 */
record MessageMeaning(Pattern words, DumpFault fault) {
  static MessageMeaning of(String words, DumpFault fault) {
    return new MessageMeaning(Pattern.compile(words), fault);
  }

  /** The first meaning of the list that the error has. */
  static DumpFault first(List<MessageMeaning> meanings, String error) {
    return meanings.stream()
        .filter(meaning -> meaning.words.matcher(error).find())
        .map(MessageMeaning::fault)
        .findFirst()
        .orElse(DumpFault.UNKNOWN);
  }
}
