package dev.salvaguarda.controller.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who is written to.
 *
 * @param addresses each once, whatever its case; personal data
 * @param troubles a sentence for each list with something that can't be an address, or with nothing
 * @param impossible how many there are that can't be addresses
 */
public record Receivers(List<String> addresses, List<String> troubles, int impossible) {
  /** More addresses than this a channel can't have. */
  public static final int MOST = 1_000;

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\r\\n]+");
  private static final int LONGEST = 254;

  /** Printable, one at sign with something on both sides, and nothing that is syntax elsewhere. */
  private static final String ATOM = "[^\\s\\p{Cntrl}@<>()\\[\\]:\\\\\"]";

  /** What the entries of a list are. */
  enum Kind {
    MAIL(ATOM + "{1,64}@" + ATOM + "+", "no address such as name@example.org"),
    /** As E.164 has them; people write them with blanks and brackets. */
    NUMBER("\\+[1-9][0-9]{6,14}", "no number such as +5527999990000");

    private final Pattern pattern;
    private final String trouble;

    Kind(String pattern, String trouble) {
      this.pattern = Pattern.compile(pattern);
      this.trouble = trouble;
    }

    private String plain(String entry) {
      return this == NUMBER ? entry.replaceAll("[ ().-]", "") : entry;
    }
  }

  public Receivers {
    addresses = List.copyOf(addresses);
    troubles = List.copyOf(troubles);
  }

  /** Whoever looks at a page, which is one receiver and has no address. */
  static Receivers everybody() {
    return new Receivers(List.of("everybody"), List.of(), 0);
  }

  /** A program, which is one receiver and has no address that is written down. */
  static Receivers program() {
    return new Receivers(List.of("program"), List.of(), 0);
  }

  /**
   * Reads lists of addresses.
   *
   * @param lists by where they stand, as it is told
   */
  static Receivers of(Map<String, String> lists, Kind kind) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> troubles = new ArrayList<>();
    int impossible = 0;
    for (var list : lists.entrySet()) {
      List<String> entries = entries(list.getValue());
      if (entries.isEmpty()) {
        troubles.add("There is no address in %s.".formatted(list.getKey()));
      }
      for (int i = 0; i < entries.size(); i++) {
        String entry = kind.plain(entries.get(i));
        if (isPossible(entry, kind)) {
          found.putIfAbsent(entry.toLowerCase(Locale.ROOT), entry);
        } else {
          impossible++;
          troubles.add("Entry %d of %s is %s.".formatted(i + 1, list.getKey(), kind.trouble));
        }
      }
    }
    return new Receivers(List.copyOf(found.values()), troubles, impossible);
  }

  private static List<String> entries(String list) {
    return SEPARATORS
        .splitAsStream(list)
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private static boolean isPossible(String address, Kind kind) {
    return address.length() <= LONGEST && kind.pattern.matcher(address).matches();
  }

  /** Without the addresses. */
  @Override
  public String toString() {
    return "Receivers[" + addresses.size() + "]";
  }
}
