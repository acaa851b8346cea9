package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.s3.FaultyS3;
import io.minio.ListObjectsArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A bucket with a repository of one engine, behind a proxy that counts requests. */
final class BenchBucket {
  private final FaultyS3 server;
  private final String name;
  private final Path passwordFile;
  private Map<String, Long> marked = Map.of();
  private String markedResult = "";
  private String result = "";

  private BenchBucket(FaultyS3 server, String name, Path passwordFile) {
    this.server = server;
    this.name = name;
    this.passwordFile = passwordFile;
  }

  /**
   * A bucket that holds these objects: the config and the key file of an empty repository, the same
   * in every bucket, since restic calibrates a key that it makes itself by the load of the moment.
   */
  static BenchBucket make(FaultyS3 server, Map<String, byte[]> objects, Path passwordFile) {
    BenchBucket bucket = new BenchBucket(server, server.newBucket(), passwordFile);
    objects.forEach(bucket::put);
    bucket.mark();
    return bucket;
  }

  Place place() {
    return new Place(
        server.endpoint(),
        server.region(),
        name,
        server.accessKey(),
        server.secretKey(),
        passwordFile);
  }

  long bytes() {
    return objects().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Requests that came to the server so far, those of other buckets too. */
  int requests() {
    return server.requests();
  }

  /** What the newest backup reported, as JSON; empty before the first and for restic. */
  String result() {
    return result;
  }

  void result(String json) {
    result = json;
  }

  /** Remembers what is in it. */
  void mark() {
    marked = objects();
    markedResult = result;
  }

  /** Removes what came since {@link #mark()}. */
  void reset() {
    result = markedResult;
    keep(marked);
  }

  /** Removes everything. */
  void clear() {
    keep(Map.of());
  }

  private void keep(Map<String, Long> kept) {
    try {
      for (String key : objects().keySet()) {
        if (!kept.containsKey(key)) {
          server.client().removeObject(RemoveObjectArgs.builder().bucket(name).object(key).build());
        }
      }
    } catch (MinioException e) {
      throw new IllegalStateException("can't clear " + name, e);
    }
  }

  private Map<String, Long> objects() {
    Map<String, Long> found = new TreeMap<>();
    ListObjectsArgs all = ListObjectsArgs.builder().bucket(name).recursive(true).build();
    try {
      for (Result<Item> item : server.client().listObjects(all)) {
        found.put(item.get().objectName(), item.get().size());
      }
    } catch (MinioException e) {
      throw new IllegalStateException("can't list " + name, e);
    }
    return found;
  }

  private void put(String key, byte[] content) {
    PutObjectArgs object =
        PutObjectArgs.builder().bucket(name).object(key).data(content, content.length).build();
    try {
      var _ = server.client().putObject(object);
    } catch (MinioException e) {
      throw new IllegalStateException("can't write " + key, e);
    }
  }
}
