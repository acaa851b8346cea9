package dev.salvaguarda.agent.tar;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an extended header says of the member after it: {@code LENGTH KEY=VALUE} and a new line. */
final class PaxRecords {
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final String ACCESS_LIST = "SCHILY.acl.";
  private static final int LONGEST_TIME = 40;

  private final Map<String, byte[]> records = new LinkedHashMap<>();
  private final SparseMap.Builder pieces = new SparseMap.Builder();
  private boolean namesUnknown;

  /** Adds the records of one header; what is said twice counts as it is said last. */
  void add(byte[] content) throws TarException {
    for (int at = 0; at < content.length; ) {
      int blank = at;
      long length = 0;
      while (blank < content.length
          && content[blank] >= '0'
          && content[blank] <= '9'
          && length <= content.length) {
        length = 10 * length + content[blank] - '0';
        blank++;
      }
      long end = at + length;
      if (end > content.length
          || blank + 1 >= end
          || content[blank] != ' '
          || content[(int) end - 1] != '\n') {
        throw notOne();
      }
      add(content, blank + 1, (int) end - 1);
      at = (int) end;
    }
  }

  private void add(byte[] content, int from, int to) throws TarException {
    int equals = from;
    while (equals < to && content[equals] != '=') {
      equals++;
    }
    if (equals == to || equals == from) {
      throw notOne();
    }
    String key = new String(content, from, equals - from, StandardCharsets.ISO_8859_1);
    byte[] value = Arrays.copyOfRange(content, equals + 1, to);
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      pieces.add(whole(key, value));
      return;
    }
    records.remove(key);
    // Nothing says that the header's own field counts again.
    if (value.length > 0 || key.startsWith(ATTRIBUTE)) {
      records.put(key, value);
    }
  }

  Optional<byte[]> bytes(String key) {
    return Optional.ofNullable(records.get(key));
  }

  Optional<String> text(String key) {
    return bytes(key).map(value -> ByteString.of(value).toString());
  }

  /** A number that is not negative. */
  Optional<Long> number(String key) throws TarException {
    byte[] value = records.get(key);
    return value == null ? Optional.empty() : Optional.of(whole(key, value));
  }

  /** Seconds since 1970, with a fraction. */
  Optional<Instant> time(String key) throws TarException {
    byte[] value = records.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value, StandardCharsets.ISO_8859_1);
    if (text.length() > LONGEST_TIME || !text.matches("-?\\d{1,20}(\\.\\d*)?")) {
      throw TarException.damaged("%s is no time".formatted(key));
    }
    BigDecimal time = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
    try {
      return Optional.of(
          Instant.ofEpochSecond(
              seconds.longValueExact(), time.subtract(seconds).movePointRight(9).longValue()));
    } catch (DateTimeException | ArithmeticException _) {
      throw TarException.damaged("%s is no time".formatted(key));
    }
  }

  /** The pieces of a sparse file that older archives tell of in their headers; null if none are. */
  SparseMap.@Nullable Builder pieces() throws TarException {
    byte[] map = records.get("GNU.sparse.map");
    if (map == null) {
      return pieces.isEmpty() ? null : pieces;
    }
    SparseMap.Builder builder = new SparseMap.Builder();
    for (int at = 0; at <= map.length; ) {
      int comma = at;
      while (comma < map.length && map[comma] != ',') {
        comma++;
      }
      builder.add(whole("GNU.sparse.map", Arrays.copyOfRange(map, at, comma)));
      at = comma + 1;
    }
    return builder;
  }

  /** Extended attributes, and access lists as such. */
  List<ExtendedAttribute> attributes() throws TarException {
    Map<ByteString, byte[]> found = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> one : records.entrySet()) {
      String key = one.getKey();
      if (key.startsWith(ATTRIBUTE)) {
        found.put(attributeName(key.substring(ATTRIBUTE.length())), one.getValue());
      } else if (key.equals(ACCESS_LIST + "access") || key.equals(ACCESS_LIST + "default")) {
        String kind = key.substring(ACCESS_LIST.length());
        Optional<byte[]> list = AccessListText.toAttribute(one.getValue());
        namesUnknown |= list.isEmpty();
        list.ifPresent(value -> found.put(ByteString.of("system.posix_acl_" + kind), value));
      }
    }
    List<ExtendedAttribute> attributes = new ArrayList<>();
    found.forEach(
        (name, value) -> attributes.add(new ExtendedAttribute(name, ByteString.of(value))));
    return attributes;
  }

  /** Whether {@link #attributes()} left out a list because it calls somebody by a name. */
  boolean namesUnknown() {
    return namesUnknown;
  }

  /** GNU tar hides an equals sign, since it ends the key. */
  private static ByteString attributeName(String written) throws TarException {
    byte[] name =
        written.replace("%3D", "=").replace("%25", "%").getBytes(StandardCharsets.ISO_8859_1);
    if (name.length == 0 || written.indexOf(0) >= 0) {
      throw TarException.damaged("an extended attribute has no name");
    }
    return ByteString.of(name);
  }

  private static long whole(String key, byte[] value) throws TarException {
    long number = 0;
    for (byte digit : value) {
      if (digit < '0' || digit > '9' || number > (Long.MAX_VALUE - 9) / 10) {
        throw TarException.damaged("%s is no number".formatted(key));
      }
      number = 10 * number + digit - '0';
    }
    if (value.length == 0) {
      throw TarException.damaged("%s is no number".formatted(key));
    }
    return number;
  }

  private static TarException notOne() {
    return TarException.damaged("an extended header is not one");
  }
}
