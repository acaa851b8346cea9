package dev.salvaguarda.agent.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
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
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      STATE.byteOffset(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

  /** Enough for most attributes; grows to what the system asks for. */
  private static final int FIRST_BUFFER = 1 << 10;

  /** No link's target is longer; the system cuts what does not fit without a word. */
  private static final int TARGET_BUFFER = 8 << 10;

  /** Another process may make an attribute larger between two calls, but hardly each time. */
  private static final int TRIES = 5;

  private final Arena arena = Arena.ofConfined();
  private final MethodHandle listAttributes;
  private final MethodHandle getAttribute;
  private final MethodHandle readLink;
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment target = arena.allocate(TARGET_BUFFER);
  private MemorySegment path = arena.allocate(FIRST_BUFFER);
  private MemorySegment name = arena.allocate(FIRST_BUFFER);
  private MemorySegment buffer = arena.allocate(FIRST_BUFFER);

  @SuppressWarnings("restricted") // Calling C is what this class is for.
  private LinuxCalls(SymbolLookup library, Linker linker) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    FunctionDescriptor threeArguments =
        FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    this.listAttributes =
        linker.downcallHandle(library.findOrThrow("llistxattr"), threeArguments, errno);
    this.readLink = linker.downcallHandle(library.findOrThrow("readlink"), threeArguments, errno);
    this.getAttribute =
        linker.downcallHandle(
            library.findOrThrow("lgetxattr"),
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG),
            errno);
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
    Linker linker = Linker.nativeLinker();
    return new LinuxCalls(linker.defaultLookup(), linker);
  }

  /**
   * All extended attributes of a file that can be read, of a link itself if it is one; empty where
   * it has none.
   */
  List<ExtendedAttribute> attributes(byte[] file, Unreadable unreadable) {
    path = written(path, file);
    Answer names =
        ask(room -> (long) listAttributes.invokeExact(state, path, room, room.byteSize()));
    List<ExtendedAttribute> found = new ArrayList<>();
    switch (names) {
      case Answer.None() -> {}
      case Answer.Failed(int errno) ->
          unreadable.attribute("its extended attributes", ErrorNumber.text(errno));
      case Answer.Bytes(ByteString list) ->
          split(list.toByteArray()).forEach(attribute -> read(attribute, found, unreadable));
    }
    return found;
  }

  private void read(ByteString attribute, List<ExtendedAttribute> found, Unreadable unreadable) {
    name = written(name, attribute.toByteArray());
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
    path = written(path, file);
    long length = call(() -> (long) readLink.invokeExact(state, path, target, target.byteSize()));
    if (length < 0) {
      throw new FileSystemException("a link", null, ErrorNumber.text(errno()));
    }
    return target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** What the system said. */
  private sealed interface Answer {
    record Bytes(ByteString bytes) implements Answer {}

    record None() implements Answer {}

    record Failed(int errno) implements Answer {}
  }

  private interface Call {
    long make() throws Throwable;
  }

  private interface Question {
    long put(MemorySegment room) throws Throwable;
  }

  private Answer ask(Question question) {
    for (int tried = 0; tried < TRIES; tried++) {
      long length = call(() -> question.put(buffer));
      if (length >= 0) {
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new Answer.Bytes(ByteString.of(bytes));
      }
      if (errno() != ErrorNumber.RANGE) {
        return ErrorNumber.meansNone(errno()) ? new Answer.None() : new Answer.Failed(errno());
      }
      // An empty room asks for the size.
      long needed = call(() -> question.put(MemorySegment.NULL));
      buffer = needed > buffer.byteSize() ? arena.allocate(needed) : buffer;
    }
    return new Answer.Failed(ErrorNumber.RANGE);
  }

  private static long call(Call call) {
    try {
      return call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a call to the C library failed", e);
    }
  }

  private int errno() {
    return state.get(JAVA_INT, ERRNO_OFFSET);
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

  /** The text with the zero that C expects at its end. */
  private MemorySegment written(MemorySegment room, byte[] text) {
    MemorySegment place = text.length < room.byteSize() ? room : arena.allocate(2L * text.length);
    MemorySegment.copy(text, 0, place, ValueLayout.JAVA_BYTE, 0, text.length);
    place.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
    return place;
  }

  @Override
  public void close() {
    arena.close();
  }
}
