package dev.salvaguarda.bench;

import com.github.luben.zstd.Zstd;
import dev.salvaguarda.repository.chunk.Chunker;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.chunk.CutSecret;
import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops that every byte goes through, on one core. One operation is one mebibyte, so that
 * operations per second are MiB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@Threads(1)
public class HotLoops {
  private static final int MEBIBYTES = 8;
  private static final int BYTES = MEBIBYTES << 20;
  private static final int CHUNK = 32 << 10;

  private final byte[] sql = new byte[BYTES];
  private final byte[] sealed = new byte[BYTES + CipherKey.OVERHEAD];
  private CipherKey key = CipherKey.generate(new SecureRandom());
  private CutSecret secret = CutSecret.derive(new byte[64], "3DA3358B4DC173");

  /** Lines as a plain dump has them. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder(BYTES + 200);
    for (long id = 1; text.length() < BYTES; id++) {
      text.append(id).append('\t').append(random.nextInt(40_000)).append("\t2026-11-01\t");
      text.append(random.nextInt(900_000) / 100.0).append('\t');
      text.append(Long.toHexString(random.nextLong())).append("\tpayslip of department ");
      text.append(random.nextInt(97)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, sql, 0, BYTES);
    key = CipherKey.generate(new SecureRandom());
    secret = CutSecret.derive(new byte[64], "3DA3358B4DC173");
  }

  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public int chunker() {
    int chunks = 0;
    int at = 0;
    Chunker chunker = Chunking.SQL.at(0, secret);
    while (at < BYTES) {
      at += chunker.cut(sql, at, BYTES);
      chunks++;
    }
    return chunks;
  }

  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public long hash() {
    long sum = 0;
    for (int at = 0; at < BYTES; at += CHUNK) {
      sum += BlobId.ofContent(sql, at, CHUNK).w0();
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public int cipher() {
    int length = 0;
    for (int at = 0; at < BYTES; at += CHUNK) {
      length += key.seal(sql, at, CHUNK, sealed, 0);
    }
    return length;
  }

  /** What is not authentic is not deciphered, so that this is Poly1305 and nothing else. */
  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public int authenticator() {
    int opened = 0;
    for (int at = 0; at < BYTES; at += CHUNK) {
      opened += key.open(sql, at, CHUNK, sealed, 0) ? 1 : 0;
    }
    return opened;
  }

  /** The trap: whole mebibytes must not be slower than small pieces. */
  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public int cipherInMebibytes() {
    int length = 0;
    for (int at = 0; at < BYTES; at += 1 << 20) {
      length += key.seal(sql, at, 1 << 20, sealed, 0);
    }
    return length;
  }

  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public int compressor() {
    byte[] out = new byte[Zstandard.bound(CHUNK)];
    int length = 0;
    for (int at = 0; at < BYTES; at += CHUNK) {
      length +=
          (int) Zstd.compressByteArray(out, 0, out.length, sql, at, CHUNK, Zstandard.DEFAULT_LEVEL);
    }
    return length;
  }
}
