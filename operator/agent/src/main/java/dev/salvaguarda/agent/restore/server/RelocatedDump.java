package dev.salvaguarda.agent.restore.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump of MariaDB on its way into a database of another name. Only one thing in it names its own
 * database: a column whose default comes from a sequence. Left as it is, it would draw from the
 * sequence of the database that was copied, without a word.
 */
final class RelocatedDump extends InputStream {
  private static final int BLOCK = 128 << 10;
  private static final byte[] TABLE = "CREATE TABLE `".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CODE = "DELIMITER ;;".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_CODE = "DELIMITER ;\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final Pattern ownName;
  private final String otherName;
  private final byte[] block = new byte[BLOCK];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte[] ready = {};
  private int at;
  private boolean passing;
  private boolean inTable;
  private boolean inCode;
  private boolean ended;

  /**
   * The same dump for another database.
   *
   * @param from name of the database that was copied
   * @param to name of the database that it is loaded into
   */
  RelocatedDump(InputStream in, String from, String to) {
    this.in = in;
    // As bytes: what is no UTF-8 in a line has to stay as it is.
    this.ownName = ofSequence(latin(from));
    this.otherName = "$1(" + Matcher.quoteReplacement(MariadbTarget.quoted(latin(to))) + ".";
  }

  /** Where a default names a sequence of this database. */
  static Pattern ofSequence(String database) {
    return Pattern.compile(
        "\\b(nextval|lastval|setval)\\(" + Pattern.quote(MariadbTarget.quoted(database)) + "\\.",
        Pattern.CASE_INSENSITIVE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (at == ready.length) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, ready.length - at);
    System.arraycopy(ready, at, target, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK);
    int count = in.read(block);
    if (count < 0) {
      ended = true;
      out.write(line.toByteArray());
    }
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (block[i] == '\n') {
        take(start, i + 1, out);
        endLine(out);
        start = i + 1;
      }
    }
    if (count > start) {
      take(start, count, out);
    }
    ready = out.toByteArray();
    at = 0;
  }

  /** A line is kept until its beginning tells whether it is one to look at: rows may be huge. */
  private void take(int from, int to, ByteArrayOutputStream out) {
    if (passing) {
      out.write(block, from, to - from);
      return;
    }
    line.write(block, from, to - from);
    if (line.size() >= TABLE.length && !isOfInterest(line.toByteArray())) {
      passing = true;
      out.writeBytes(line.toByteArray());
      line.reset();
    }
  }

  private boolean isOfInterest(byte[] text) {
    return inTable || (!inCode && startsWith(text, TABLE)) || startsWith(text, CODE);
  }

  private void endLine(ByteArrayOutputStream out) {
    if (!passing) {
      byte[] text = line.toByteArray();
      line.reset();
      if (startsWith(text, CODE)) {
        inCode = true;
      } else if (startsWith(text, NO_CODE)) {
        inCode = false;
      } else if (!inCode && startsWith(text, TABLE)) {
        inTable = true;
      }
      out.writeBytes(inTable ? renamed(text) : text);
      inTable = inTable && text[0] != ')';
    }
    passing = false;
  }

  private byte[] renamed(byte[] text) {
    String sql = new String(text, StandardCharsets.ISO_8859_1);
    Matcher matcher = ownName.matcher(sql);
    return matcher.find()
        ? matcher.replaceAll(otherName).getBytes(StandardCharsets.ISO_8859_1)
        : text;
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean startsWith(byte[] text, byte[] beginning) {
    return text.length >= beginning.length
        && Arrays.equals(text, 0, beginning.length, beginning, 0, beginning.length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
