package dev.salvaguarda.testkit.proxmox;

import java.util.concurrent.CountDownLatch;

/** What may go wrong while a guest is copied. */
public sealed interface Fault {
  /** Nothing is written, and the exit status is 0 all the same. */
  record EmptySuccess() implements Fault {}

  /** The archive ends behind so many extents, 0 for its header alone, with this exit status. */
  record CutAtExtent(int extents, int exitStatus) implements Fault {}

  /** The archive ends behind so many bytes, with this exit status. */
  record CutAfter(long bytes, int exitStatus) implements Fault {}

  /** The connection ends behind so many bytes, without an exit status. */
  record ResetAfter(long bytes) implements Fault {}

  /** The host dies behind so many bytes: no exit status, and the guest stays locked. */
  record HostDiesAfter(long bytes) implements Fault {}

  /** Behind so many bytes nothing comes until {@code release} is counted down. */
  record StallAfter(long bytes, CountDownLatch release) implements Fault {}

  /** Behind so many bytes something else happens, and the copy goes on. */
  record EventAfter(long bytes, Runnable event) implements Fault {}

  /** The archive comes at this pace. */
  record SlowTo(long bytesPerSecond) implements Fault {}

  /** So many bytes of warnings come on standard error before the archive. */
  record FloodedLog(long bytes) implements Fault {}

  /** The log tells another identifier than the archive has. */
  record WrongUuidInLog() implements Fault {}

  /** The log ends before it says that the guest's backup is finished; the exit status is 0. */
  record LogEndsEarly() implements Fault {}

  /** The extent, counted from 0, comes twice. */
  record DuplicatedExtent(int extent) implements Fault {}

  /** One bit is turned in the payload of the first extent that has any. */
  record FlippedPayloadBit() implements Fault {}

  /** The archive lacks the configuration of the guest. */
  record LostConfiguration() implements Fault {}

  /** The guest agent doesn't freeze the file systems. */
  record FreezeFails() implements Fault {}

  /** The backup is refused with this sentence and exit status 255. */
  record Refused(String sentence) implements Fault {}
}
