package dev.salvaguarda.agent;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.testkit.s3.S3Server;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What failing disks, lifecycle rules and people do to a bucket behind everybody's back.
 *
 * @param inside what lies in it
 */
record FailingBucket(BenchRepository inside, S3Server s3, String bucket) {
  /** Removes the largest pack, as a lifecycle rule or a person may. */
  String loseLargestPack() {
    String largest =
        inside.ask(repository -> {
          String name = largestPack(repository);
          repository.store().delete(name);
          return name;
        });
    return largest.substring(largest.lastIndexOf('/') + 1);
  }

  /** Changes one byte of a pack, in the middle of this blob. */
  String damage(BlobHandle blob) throws Exception {
    return damageAt(inside.ask(repository -> repository.loadIndex().find(blob).orElseThrow()));
  }

  /** The same where it lies in another pack than this. */
  String damage(BlobHandle blob, String otherThan) throws Exception {
    return damageAt(
        inside.ask(repository -> {
          BlobIndex index = repository.loadIndex();
          return Stream.of(index.find(blob), index.findElsewhere(blob))
              .flatMap(Optional::stream)
              .filter(place -> !place.pack().toString().equals(otherThan))
              .findFirst()
              .orElseThrow();
        }));
  }

  private String damageAt(BlobLocation place) throws Exception {
    String key = FileType.PACK.key(place.pack());
    byte[] content = inside.ask(repository -> repository.store().get(key));
    content[place.blob().offset() + place.blob().length() / 2] ^= 1;
    overwrite(key, content);
    return place.pack().toString();
  }

  /** Changes the byte in the middle of a pack. */
  void damagePack(String pack) throws Exception {
    turnMiddleByte(FileType.PACK.key(FileId.parse(pack)));
  }

  /** The names of all packs, with their sizes. */
  Map<String, Long> packs() {
    return inside.ask(repository -> {
      Map<String, Long> packs = new TreeMap<>();
      repository
          .files()
          .list(FileType.PACK, (pack, entry) -> packs.put(pack.toString(), entry.size()));
      return packs;
    });
  }

  /** Changes bytes in the largest pack, as a failing disk may, and returns the pack's name. */
  String damageLargestPack() throws Exception {
    String largest = inside.ask(FailingBucket::largestPack);
    byte[] content = inside.ask(repository -> repository.store().get(largest));
    for (int at = 1_000; at < content.length - 10_000; at += 1_000) {
      content[at] ^= 1;
    }
    overwrite(largest, content);
    return largest.substring(largest.lastIndexOf('/') + 1);
  }

  /** Removes the largest index file, as a lifecycle rule or a person may. */
  void loseLargestIndex() {
    String _ =
        inside.ask(repository -> {
          String largest = largest(repository, "index/");
          repository.store().delete(largest);
          return largest;
        });
  }

  /** Changes a byte of the largest index file. */
  void damageLargestIndex() throws Exception {
    turnMiddleByte(inside.ask(repository -> largest(repository, "index/")));
  }

  /** Changes a byte of a snapshot's record. */
  void damageRecord(Snapshot snapshot) throws Exception {
    turnMiddleByte(FileType.SNAPSHOT.key(snapshot.id()));
  }

  /** Names of all records of snapshots, whether they can be read or not. */
  List<FileId> recordNames() {
    return inside.ask(repository -> repository.snapshots().ids());
  }

  private void turnMiddleByte(String key) throws Exception {
    byte[] content = inside.ask(repository -> repository.store().get(key));
    content[content.length / 2] ^= 1;
    overwrite(key, content);
  }

  /** Our own store refuses what does not have the hash of its name. */
  private void overwrite(String key, byte[] content) throws Exception {
    MinioClient client = s3.client();
    try {
      var _ =
          client.putObject(
              PutObjectArgs.builder().bucket(bucket).object(key).stream(
                      new ByteArrayInputStream(content), (long) content.length, -1L)
                  .build());
    } finally {
      client.close();
    }
  }

  private static String largestPack(Repository repository) {
    return largest(repository, "data/");
  }

  private static String largest(Repository repository, String below) {
    List<ObjectStore.Entry> objects = new ArrayList<>();
    repository.store().list(below, objects::add);
    return Collections.max(objects, Comparator.comparingLong(ObjectStore.Entry::size)).key();
  }
}
