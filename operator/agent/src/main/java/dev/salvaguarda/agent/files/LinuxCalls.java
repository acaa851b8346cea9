package dev.salvaguarda.agent.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the Java library does not offer: extended attributes of all name spaces, and the bytes of a
 * link's target. For one thread, and for Linux.
 */
final class LinuxCalls implements AutoCloseable {
  /** Enough for most attributes; grows to what the system asks for. */
  private static final int FIRST_BUFFER = 1 << 10;

  /** No link's target is longer; the system cuts what does not fit without a word. */
  private static final int TARGET_BUFFER = 8 << 10;

  /** Another process may make an attribute larger between two calls, but hardly each time. */
  private static final int TRIES = 5;

  private final CLibrary library = new CLibrary();
  private final MethodHandle listAttributes = function("llistxattr", ADDRESS, ADDRESS, JAVA_LONG);
  private final MethodHandle getAttribute =
      function("lgetxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private final MethodHandle readLink = function("readlink", ADDRESS, ADDRESS, JAVA_LONG);
  private final MemorySegment state = library.state();
  private final MemorySegment target = library.allocate(TARGET_BUFFER);
  private final CLibrary.Text first = library.text();
  private final CLibrary.Text second = library.text();
  private MemorySegment buffer = library.allocate(FIRST_BUFFER);

  private LinuxCalls() {}

  private MethodHandle function(String called, MemoryLayout... arguments) {
    return library.function(JAVA_LONG, called, arguments);
  }

  /** Takes what could not be read, and the system's word for why. */
  interface Unreadable {
    void attribute(String what, String cause);
  }

  /**
   * The calls.
   *
   * @throws RuntimeException if this system does not have them or the JVM may not make them: a copy
   *     without access lists would be wrong in silence
   */
  static LinuxCalls load() {
    return new LinuxCalls();
  }

  /**
   * All extended attributes of a file that can be read, of a link itself if it is one; empty where
   * it has none.
   */
  List<ExtendedAttribute> attributes(byte[] file, Unreadable unreadable) {
    MemorySegment path = first.of(file);
    Answer names =
        ask(room -> (long) listAttributes.invokeExact(state, path, room, room.byteSize()));
    List<ExtendedAttribute> found = new ArrayList<>();
    switch (names) {
      case Answer.None() -> {}
      case Answer.Failed(int errno) ->
          unreadable.attribute("its extended attributes", ErrorNumber.text(errno));
      case Answer.Bytes(ByteString list) ->
          split(list.toByteArray()).forEach(attribute -> read(path, attribute, found, unreadable));
    }
    return found;
  }

  private void read(
      MemorySegment path,
      ByteString attribute,
      List<ExtendedAttribute> found,
      Unreadable unreadable) {
    MemorySegment name = second.of(attribute.toByteArray());
    Answer value =
        ask(room -> (long) getAttribute.invokeExact(state, path, name, room, room.byteSize()));
    switch (value) {
      case Answer.None() -> {}
      case Answer.Failed(int errno) ->
          unreadable.attribute("the attribute " + attribute, ErrorNumber.text(errno));
      case Answer.Bytes(ByteString bytes) -> found.add(new ExtendedAttribute(attribute, bytes));
    }
  }

  /** The bytes that a symbolic link holds. */
  byte[] linkTarget(byte[] file) throws FileSystemException {
    MemorySegment path = first.of(file);
    long length =
        CLibrary.result(() -> (long) readLink.invokeExact(state, path, target, target.byteSize()));
    if (length < 0) {
      throw new FileSystemException("a link", null, ErrorNumber.text(library.errno()));
    }
    return target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** What the system said. */
  private sealed interface Answer {
    record Bytes(ByteString bytes) implements Answer {}

    record None() implements Answer {}

    record Failed(int errno) implements Answer {}
  }

  private interface Question {
    long put(MemorySegment room) throws Throwable;
  }

  private Answer ask(Question question) {
    for (int tried = 0; tried < TRIES; tried++) {
      long length = CLibrary.result(() -> question.put(buffer));
      if (length >= 0) {
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new Answer.Bytes(ByteString.of(bytes));
      }
      int errno = library.errno();
      if (errno != ErrorNumber.RANGE) {
        return ErrorNumber.meansNone(errno) ? new Answer.None() : new Answer.Failed(errno);
      }
      // An empty room asks for the size.
      long needed = CLibrary.result(() -> question.put(MemorySegment.NULL));
      buffer = needed > buffer.byteSize() ? library.allocate(needed) : buffer;
    }
    return new Answer.Failed(ErrorNumber.RANGE);
  }

  private static List<ByteString> split(byte[] names) {
    List<ByteString> split = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        split.add(ByteString.of(Arrays.copyOfRange(names, start, i)));
        start = i + 1;
      }
    }
    return split;
  }

  @Override
  public void close() {
    library.close();
  }
}
