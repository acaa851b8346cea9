package dev.salvaguarda.domain.message;

import dev.salvaguarda.domain.message.Template.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts of all messages in all languages: those that ship, and those by which an organisation
 * replaces some of them. A text that is wrong is never used; the one that ships stays in its place.
 */
public final class Texts {
  /** The language when none is named, and where nothing nearer is there. */
  public static final String DEFAULT_LOCALE = "pt-BR";

  /** The languages that ship. */
  public static final List<String> LOCALES = List.of(DEFAULT_LOCALE, "en");

  private static final Pattern KEY =
      Pattern.compile("([A-Za-z]+)\\.([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3})\\.(subject|body)");

  private final Map<String, Language> languages;
  private final Map<String, Template> templates;

  private Texts(Map<String, Language> languages, Map<String, Template> templates) {
    this.languages = languages;
    this.templates = templates;
  }

  /** The texts that ship, read from the program itself. */
  public static Texts shipped() {
    Map<String, Language> languages = new HashMap<>();
    Map<String, Template> templates = new HashMap<>();
    try {
      for (String locale : LOCALES) {
        try (Reader words = open("words." + locale + ".properties")) {
          languages.put(locale, new Language(locale, words));
        }
        for (Message message : Message.values()) {
          String[] parts = read(message.wireName() + "." + locale + ".txt").split("\n", 2);
          put(templates, new Template(message, Part.SUBJECT, parts[0].strip()), locale);
          put(templates, new Template(message, Part.BODY, parts[1].strip()), locale);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the program lacks its own texts", e);
    }
    return new Texts(languages, templates);
  }

  private static void put(Map<String, Template> templates, Template template, String locale) {
    templates.put(key(template.message(), locale, template.part()), template);
  }

  private static String read(String name) throws IOException {
    StringWriter text = new StringWriter();
    try (Reader reader = open(name)) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  private static Reader open(String name) throws IOException {
    InputStream file = Texts.class.getResourceAsStream(name);
    if (file == null) {
      throw new IOException("no text " + name);
    }
    return new InputStreamReader(file, StandardCharsets.UTF_8);
  }

  private static String key(Message message, String locale, Part part) {
    return message.wireName() + "." + locale + "." + part.key();
  }

  /**
   * What is wrong with an organisation's own texts, one sentence each that begins with the key;
   * empty if nothing is.
   *
   * @param own by keys such as {@code BackupFailed.pt-BR.body}
   */
  public static List<String> faults(Map<String, String> own) {
    List<String> sentences = new ArrayList<>();
    new TreeMap<>(own)
        .forEach((key, text) ->
            template(key, text)
                .ifPresentOrElse(
                    template ->
                        template.faults().forEach(fault -> sentences.add(key + " " + fault)),
                    () -> sentences.add(unknown(key))));
    return List.copyOf(sentences);
  }

  private static Optional<Template> template(String key, String text) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Part part = matcher.group(3).equals(Part.SUBJECT.key()) ? Part.SUBJECT : Part.BODY;
    return Message.of(matcher.group(1)).map(message -> new Template(message, part, text));
  }

  private static String localeOf(String key) {
    String[] parts = key.split("\\.", -1);
    return Locale.forLanguageTag(parts[1]).toLanguageTag();
  }

  private static String unknown(String key) {
    String messages =
        String.join(", ", Stream.of(Message.values()).map(Message::wireName).toList());
    return "%s is no key of a text: a key is a message, a language and subject or body, such as BackupFailed.pt-BR.subject; the messages are %s."
        .formatted(PlainText.ofValue(key), messages);
  }

  /**
   * These texts with an organisation's own in their place, as far as nothing is wrong with them.
   */
  public Texts with(Map<String, String> own) {
    Map<String, Template> all = new HashMap<>(templates);
    own.forEach((key, text) ->
        template(key, text)
            .filter(template -> template.faults().isEmpty())
            .ifPresent(template -> put(all, template, localeOf(key))));
    return new Texts(languages, all);
  }

  /**
   * The message in the words of a locale; of what is not there in it, in its language, and else in
   * Brazilian Portuguese.
   *
   * @param locale a BCP 47 tag, such as {@code pt-BR}
   * @param zone in which times are told
   */
  public Rendered render(MessageFacts facts, String locale, ZoneId zone) {
    String subject = part(facts, Part.SUBJECT, locale, zone);
    return new Rendered(PlainText.ofSubject(subject), part(facts, Part.BODY, locale, zone));
  }

  private String part(MessageFacts facts, Part part, String locale, ZoneId zone) {
    Language language = language(locale);
    return near(locale).stream()
        .map(one -> key(facts.message(), one, part))
        .filter(templates::containsKey)
        .findFirst()
        .map(templates::get)
        .orElseThrow()
        .with(facts.facts(), language, zone);
  }

  private Language language(String locale) {
    return near(locale).stream()
        .filter(languages::containsKey)
        .findFirst()
        .map(languages::get)
        .orElseThrow();
  }

  private static SequencedSet<String> near(String locale) {
    SequencedSet<String> names = new LinkedHashSet<>();
    Locale asked = Locale.forLanguageTag(locale);
    names.add(asked.toLanguageTag());
    names.add(asked.getLanguage());
    names.add(DEFAULT_LOCALE);
    return names;
  }

  /** A moment in the words of a locale, as messages tell it. */
  public String moment(Instant at, String locale, ZoneId zone) {
    return language(locale).say(new Fact.Moment(at), zone);
  }

  /** The tag of the language in which {@link #render} words the facts for a locale. */
  public String languageOf(String locale) {
    return near(locale).stream().filter(languages::containsKey).findFirst().orElseThrow();
  }
}
