package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A run as its own JSON, deflated with a dictionary of what stands in every run and in others of
 * its policy. Nothing is left out.
 */
final class RunPacking {
  /** Whatever stands here costs a run two or three bytes; the most frequent comes last. */
  private static final byte[] DICTIONARY =
      """
      "queue":{"position":1,"waitingFor":""},"missed":{"count":,"first":"","last":""},\
      "progress":{"percent":100,"target":"","targetsDone":,"targetsTotal":,"rate":"","eta":"",\
      "lastProgressTime":""},"targetsOmitted":,"logAttempt":1,"logTail":[""],"hold":{"until":""},\
      "type":"Manual","targets":[],"type":"CatchUp","cancel":true,"phase":"Failed","Degraded","Cancelled",\
      "Missed","SourceUnreachable","GuardMinSize","GuardMaxShrink","WorkerLost","DeadlineExceeded",\
      "peakMemory":" MiB","peakMemoryBytes":,"nextAttemptTime":"",\
      {"apiVersion":"salvaguarda.dev/v1alpha1","kind":"BackupRun","metadata":{"creationTimestamp":"2026-\
      ","generation":1,"labels":{"app.kubernetes.io/managed-by":"salvaguarda",\
      "salvaguarda.dev/policy":"},"name":","namespace":","ownerReferences":[{"apiVersion":\
      "salvaguarda.dev/v1alpha1","blockOwnerDeletion":false,"controller":true,"kind":"BackupPolicy",\
      "name":","uid":"}],"resourceVersion":","uid":"},"spec":{"policyRef":{"name":"},"trigger":{"type":\
      "Schedule","schedule":"daily","scheduledFor":"2026-},"targets":[],"cancel":false},"status":\
      {"observedGeneration":1,"phase":"Succeeded","reason":","message":","conditions":\
      [{"lastTransitionTime":"2026-","message":","observedGeneration":1,"reason":"RunSucceeded",\
      "status":"True","type":"Complete"},{"lastTransitionTime":","message":","observedGeneration":1,\
      "reason":","status":"True","type":"Uploaded"}],"capturedAt":"2026-","startTime":"2026-\
      ","deadline":"2026-","completionTime":"2026-:00Z","attempt":1,"worker":{"job":","pod":","node":\
      "peakMemory":" MiB"},"bytesRead":,"bytesStored":,"summary":{"read":" GiB","stored":" MiB",\
      "duration":"m"},"targets":[{"name":","phase":"Succeeded","consistency":"Application",\
      "bytesRead":,"bytesStored":,"sha256":","snapshotId":"}],"logTail":[],"settled":true}}\
      """
          .getBytes(StandardCharsets.UTF_8);

  /** Bytes of a run's text; farther back than 32 KiB nothing is found again. */
  private static final int PATTERN = 16 << 10;

  private final KubernetesSerialization json;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] piece = new byte[8192];

  RunPacking(KubernetesSerialization json) {
    this.json = json;
  }

  /** The beginning of a run by itself, for {@link #dictionary}. */
  byte[] pattern(BackupRun run) {
    byte[] text = text(run);
    return deflated(Arrays.copyOf(text, Math.min(text.length, PATTERN)), DICTIONARY);
  }

  byte[] pack(BackupRun run, byte[] dictionary) {
    return deflated(text(run), dictionary);
  }

  private byte[] text(BackupRun run) {
    return json.asJson(run).getBytes(StandardCharsets.UTF_8);
  }

  private synchronized byte[] deflated(byte[] text, byte[] dictionary) {
    deflater.reset();
    deflater.setDictionary(dictionary);
    deflater.setInput(text);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
    while (!deflater.finished()) {
      packed.write(piece, 0, deflater.deflate(piece));
    }
    return packed.toByteArray();
  }

  /** What stands in every run, and the pattern of a policy; an empty one adds nothing. */
  byte[] dictionary(byte[] pattern) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(8192);
    both.writeBytes(DICTIONARY);
    if (pattern.length > 0) {
      both.writeBytes(inflated(ByteBuffer.wrap(pattern), DICTIONARY));
    }
    return both.toByteArray();
  }

  BackupRun unpack(ByteBuffer packed, byte[] dictionary) {
    return json.unmarshal(
        new String(inflated(packed, dictionary), StandardCharsets.UTF_8), BackupRun.class);
  }

  private synchronized byte[] inflated(ByteBuffer packed, byte[] dictionary) {
    inflater.reset();
    inflater.setDictionary(dictionary);
    inflater.setInput(packed.duplicate());
    ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
    try {
      while (!inflater.finished()) {
        text.write(piece, 0, inflater.inflate(piece));
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("a packed run is damaged", e);
    }
    return text.toByteArray();
  }
}
