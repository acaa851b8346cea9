package dev.salvaguarda.agent.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the Java library does not offer: extended attributes of all name spaces, and the bytes of a
 * link's target. For one thread, and for Linux; elsewhere {@link #load} finds nothing.
 */
final class LinuxCalls implements AutoCloseable {
  /** The kernel's limits for a list of names, for a value, and for a path. */
  private static final int BUFFER = 64 << 10;

  private final Arena arena = Arena.ofConfined();
  private final MethodHandle listAttributes;
  private final MethodHandle getAttribute;
  private final MethodHandle readLink;
  private final MemorySegment path = arena.allocate(8192);
  private final MemorySegment attribute = arena.allocate(512);
  private final MemorySegment buffer = arena.allocate(BUFFER);

  @SuppressWarnings("restricted") // Calling C is what this class is for.
  private LinuxCalls(SymbolLookup library, Linker linker) {
    FunctionDescriptor threeArguments =
        FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    this.listAttributes = linker.downcallHandle(library.findOrThrow("llistxattr"), threeArguments);
    this.readLink = linker.downcallHandle(library.findOrThrow("readlink"), threeArguments);
    this.getAttribute =
        linker.downcallHandle(
            library.findOrThrow("lgetxattr"),
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  }

  /** The calls, if this system has them and the JVM may make them. */
  static Optional<LinuxCalls> load() {
    try {
      Linker linker = Linker.nativeLinker();
      return Optional.of(new LinuxCalls(linker.defaultLookup(), linker));
    } catch (UnsupportedOperationException
        | java.util.NoSuchElementException
        | IllegalCallerException _) {
      return Optional.empty();
    }
  }

  /** All extended attributes of a file, of a link itself if it is one; empty where it has none. */
  List<ExtendedAttribute> attributes(byte[] file) {
    if (!setPath(file)) {
      return List.of();
    }
    long length = call(listAttributes, buffer);
    if (length <= 0) {
      return List.of();
    }
    byte[] names = bytes(length);
    List<ExtendedAttribute> found = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        byte[] name = java.util.Arrays.copyOfRange(names, start, i);
        value(name)
            .ifPresent(value ->
                found.add(new ExtendedAttribute(ByteString.of(name), ByteString.of(value))));
        start = i + 1;
      }
    }
    return found;
  }

  /** The bytes that a symbolic link holds. */
  Optional<byte[]> linkTarget(byte[] file) {
    if (!setPath(file)) {
      return Optional.empty();
    }
    long length = call(readLink, buffer);
    return length < 0 ? Optional.empty() : Optional.of(bytes(length));
  }

  private Optional<byte[]> value(byte[] name) {
    if (name.length >= attribute.byteSize()) {
      return Optional.empty();
    }
    write(attribute, name);
    try {
      long length = (long) getAttribute.invokeExact(path, attribute, buffer, (long) BUFFER);
      return length < 0 ? Optional.empty() : Optional.of(bytes(length));
    } catch (Throwable e) {
      throw new IllegalStateException("a call to the C library failed", e);
    }
  }

  private long call(MethodHandle function, MemorySegment result) {
    try {
      return (long) function.invokeExact(path, result, (long) BUFFER);
    } catch (Throwable e) {
      throw new IllegalStateException("a call to the C library failed", e);
    }
  }

  private boolean setPath(byte[] file) {
    if (file.length >= path.byteSize()) {
      return false;
    }
    write(path, file);
    return true;
  }

  private static void write(MemorySegment target, byte[] text) {
    MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, 0, text.length);
    target.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
  }

  private byte[] bytes(long length) {
    return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    arena.close();
  }
}
