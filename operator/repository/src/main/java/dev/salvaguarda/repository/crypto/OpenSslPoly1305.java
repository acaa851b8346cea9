package dev.salvaguarda.repository.crypto;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * OpenSSL's Poly1305 by one call for each message, so that nothing of it lives between calls: keys
 * and messages are read in their arrays, and OpenSSL overwrites what it made of a key when it
 * writes the tag. May be used by many threads.
 *
 * @see <a href="https://docs.openssl.org/3.0/man3/EVP_MAC/">EVP_Q_mac</a>
 */
final class OpenSslPoly1305 implements Poly1305 {
  /** OpenSSL 3 by the name that stands for its functions and what they take. */
  static final String LIBRARY = "libcrypto.so.3";

  static final String ALGORITHM = "POLY1305";

  /** {@code unsigned char *EVP_Q_mac(libctx, name, propq, subalg, params, key, keylen, ...)}. */
  private static final FunctionDescriptor EVP_Q_MAC =
      FunctionDescriptor.of(
          ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, // the context and what is asked for
          ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);

  private final MethodHandle mac;
  private final MemorySegment name;

  @SuppressWarnings("restricted") // Calling OpenSSL is what this class is for.
  private OpenSslPoly1305(MemorySegment function, String algorithm) {
    mac = Linker.nativeLinker().downcallHandle(function, EVP_Q_MAC, Linker.Option.critical(true));
    name = MemorySegment.ofArray((algorithm + '\0').getBytes(StandardCharsets.US_ASCII));
  }

  /** Looked for once in a process, since a library that was loaded stays. */
  private static final class OfProcess {
    static final Optional<Poly1305> FOUND = load(LIBRARY, ALGORITHM);
  }

  /** Of this process; empty as {@link #load} says. */
  static Optional<Poly1305> ofProcess() {
    return OfProcess.FOUND;
  }

  /**
   * Empty, without a word, where the library is not there, does not know the algorithm (as where
   * only what FIPS allows is to be used) or gives other tags than Bouncy Castle, and where Java was
   * not told that native code may be called, since it would write warnings.
   */
  @SuppressWarnings("restricted") // As above.
  static Optional<Poly1305> load(String library, String algorithm) {
    if (!OpenSslPoly1305.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    try {
      Optional<MemorySegment> function =
          SymbolLookup.libraryLookup(library, Arena.global()).find("EVP_Q_mac");
      if (function.isPresent()) {
        OpenSslPoly1305 found = new OpenSslPoly1305(function.get(), algorithm);
        return found.works() ? Optional.of(found) : Optional.empty();
      }
      return Optional.empty();
    } catch (IllegalArgumentException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  private boolean works() {
    byte[] sample = new byte[KEY_LENGTH];
    Arrays.fill(sample, (byte) 7);
    byte[] tag = new byte[TAG_LENGTH];
    byte[] expected = new byte[TAG_LENGTH];
    new BouncyCastlePoly1305().tag(sample, sample, 0, sample.length, expected, 0);
    return compute(sample, sample, 0, sample.length, tag, 0) && Arrays.equals(tag, expected);
  }

  @Override
  public void tag(byte[] key, byte[] message, int offset, int length, byte[] out, int outOffset) {
    if (!compute(key, message, offset, length, out, outOffset)) {
      throw new IllegalStateException("OpenSSL computed no Poly1305; it may lack memory");
    }
  }

  private boolean compute(
      byte[] key, byte[] message, int offset, int length, byte[] out, int outOffset) {
    MemorySegment r = MemorySegment.ofArray(key);
    MemorySegment text = MemorySegment.ofArray(message).asSlice(offset, length);
    MemorySegment tag = MemorySegment.ofArray(out).asSlice(outOffset, TAG_LENGTH);
    try {
      MemorySegment written =
          (MemorySegment)
              mac.invokeExact(
                  NULL,
                  name,
                  NULL,
                  NULL,
                  NULL,
                  r,
                  (long) KEY_LENGTH,
                  text,
                  (long) length,
                  tag,
                  (long) TAG_LENGTH,
                  NULL);
      return written.address() != 0;
    } catch (Throwable e) {
      throw new IllegalStateException("the call of OpenSSL failed", e);
    }
  }
}
