package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A run as its own JSON, deflated with a dictionary of what stands in every run; a tenth of what
 * the objects take. Nothing is left out.
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

  private final KubernetesSerialization json;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] piece = new byte[8192];

  RunPacking(KubernetesSerialization json) {
    this.json = json;
  }

  synchronized byte[] pack(BackupRun run) {
    deflater.reset();
    deflater.setDictionary(DICTIONARY);
    deflater.setInput(json.asJson(run).getBytes(StandardCharsets.UTF_8));
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
    while (!deflater.finished()) {
      packed.write(piece, 0, deflater.deflate(piece));
    }
    return packed.toByteArray();
  }

  BackupRun unpack(byte[] packed) {
    return json.unmarshal(text(packed), BackupRun.class);
  }

  private synchronized String text(byte[] packed) {
    inflater.reset();
    inflater.setDictionary(DICTIONARY);
    inflater.setInput(packed);
    ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
    try {
      while (!inflater.finished()) {
        text.write(piece, 0, inflater.inflate(piece));
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("a packed run is damaged", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
