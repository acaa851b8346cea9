package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on, up to where a fault was planned. */
final class FaultyOutput extends OutputStream {
  private static final int STEP = 16 * 1024;

  private final OutputStream output;
  private final List<Fault> faults;
  private final AtomicLong written = new AtomicLong();

  FaultyOutput(OutputStream output, List<Fault> faults) {
    this.output = output;
    this.faults = faults;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int step = (int) Math.min(Math.min(STEP, length - done), bytesToNextFault());
      output.write(bytes, offset + done, step);
      done += step;
      long before = written.getAndAdd(step);
      for (Fault fault : faults) {
        after(fault, before, before + step, step);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  private long bytesToNextFault() {
    return faults.stream()
        .mapToLong(FaultyOutput::place)
        .map(place -> place - written.get())
        .filter(left -> left > 0)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static long place(Fault fault) {
    return switch (fault) {
      case Fault.CutAfter(long bytes, _) -> bytes;
      case Fault.ResetAfter(long bytes) -> bytes;
      case Fault.HostDiesAfter(long bytes) -> bytes;
      case Fault.StallAfter(long bytes, _) -> bytes;
      case Fault.EventAfter(long bytes, _) -> bytes;
      case Fault.EmptySuccess _,
          Fault.CutAtExtent _,
          Fault.SlowTo _,
          Fault.FloodedLog _,
          Fault.WrongUuidInLog _,
          Fault.LogEndsEarly _,
          Fault.DuplicatedExtent _,
          Fault.FlippedPayloadBit _,
          Fault.LostConfiguration _,
          Fault.FreezeFails _,
          Fault.Refused _ ->
          Long.MAX_VALUE;
    };
  }

  private void after(Fault fault, long before, long now, int step) throws IOException {
    try {
      if (fault instanceof Fault.SlowTo(long pace)) {
        output.flush();
        Thread.sleep(Duration.ofNanos(step * 1_000_000_000L / pace));
      } else if (before < place(fault) && place(fault) <= now) {
        output.flush();
        strike(fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted by signal");
    }
  }

  private static void strike(Fault fault) throws IOException, InterruptedException {
    if (fault instanceof Fault.CutAfter(_, int exitStatus)) {
      throw new PlannedEnd(exitStatus);
    } else if (fault instanceof Fault.ResetAfter) {
      throw new PlannedEnd(PlannedEnd.RESET);
    } else if (fault instanceof Fault.HostDiesAfter) {
      throw new PlannedEnd(PlannedEnd.HOST_DIED);
    } else if (fault instanceof Fault.StallAfter(_, var release)) {
      release.await();
    } else if (fault instanceof Fault.EventAfter(_, Runnable event)) {
      event.run();
    }
  }
}
