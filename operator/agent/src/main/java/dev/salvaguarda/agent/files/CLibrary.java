package dev.salvaguarda.agent.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The C library as one thread calls it: its functions, what the newest call left as {@code errno},
 * and memory that lives until this is closed.
 */
public final class CLibrary implements AutoCloseable {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));
  private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");

  private final Arena arena = Arena.ofConfined();
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library = linker.defaultLookup();
  private final MemorySegment state = arena.allocate(STATE);

  /**
   * A function, which takes {@link #state()} before its own arguments.
   *
   * @throws java.util.NoSuchElementException if this system does not have it
   */
  @SuppressWarnings("restricted") // Calling C is what this class is for.
  public MethodHandle function(MemoryLayout result, String name, MemoryLayout... arguments) {
    return linker.downcallHandle(
        library.findOrThrow(name), FunctionDescriptor.of(result, arguments), KEEP_ERRNO);
  }

  /**
   * The same for a function whose last arguments are optional.
   *
   * @param fixed how many arguments are not
   */
  @SuppressWarnings("restricted") // Calling C is what this class is for.
  public MethodHandle variadic(
      MemoryLayout result, String name, int fixed, MemoryLayout... arguments) {
    return linker.downcallHandle(
        library.findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        KEEP_ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  /** Where calls leave their {@code errno}. */
  public MemorySegment state() {
    return state;
  }

  /** Why the newest call failed; means nothing after one that did not. */
  public int errno() {
    return state.get(JAVA_INT, ERRNO);
  }

  /** The invocation of a function. */
  @FunctionalInterface
  public interface Call {
    /** Makes it and returns its result. */
    long make() throws Throwable;
  }

  /** What a call returns; negative if it failed. */
  public static long result(Call call) {
    try {
      return call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a call to the C library failed", e);
    }
  }

  /** Memory that lives until this is closed. */
  public MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }

  /** Room for a text. */
  public Text text() {
    return new Text();
  }

  /** Room for one text at a time, which grows with the longest. */
  public final class Text {
    private static final int FIRST = 1 << 10;

    private MemorySegment room = arena.allocate(FIRST);

    private Text() {}

    /** The text with the zero that C expects at its end; valid until the next. */
    public MemorySegment of(byte[] text) {
      if (text.length >= room.byteSize()) {
        room = arena.allocate(2L * text.length);
      }
      MemorySegment.copy(text, 0, room, JAVA_BYTE, 0, text.length);
      room.set(JAVA_BYTE, text.length, (byte) 0);
      return room;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
