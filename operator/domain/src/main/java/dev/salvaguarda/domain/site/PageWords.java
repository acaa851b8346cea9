package dev.salvaguarda.domain.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/** The page's own words in one language. */
final class PageWords {
  private final String language;
  private final Properties words;

  private PageWords(String language, Properties words) {
    this.language = language;
    this.words = words;
  }

  /**
   * Those of a language.
   *
   * @param language tag of one that ships
   */
  static PageWords of(String language) {
    Properties words = new Properties();
    try (InputStream file =
        PageWords.class.getResourceAsStream("words." + language + ".properties")) {
      if (file == null) {
        throw new IllegalStateException("the page has no words in " + language);
      }
      words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the program lacks its own words", e);
    }
    return new PageWords(language, words);
  }

  Set<String> keys() {
    return words.stringPropertyNames();
  }

  String language() {
    return language;
  }

  String of(Standing standing) {
    return get("standing." + standing.wireName());
  }

  String get(String key) {
    String word = words.getProperty(key);
    if (word == null) {
      throw new IllegalStateException("the words of %s lack %s".formatted(language, key));
    }
    return word;
  }
}
