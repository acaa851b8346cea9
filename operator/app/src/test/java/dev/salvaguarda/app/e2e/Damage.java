package dev.salvaguarda.app.e2e;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** What a failing disk does to a repository. */
final class Damage {
  private Damage() {}

  /**
   * Turns one bit in each pack of the repository {@code offsite}; done twice it is undone.
   *
   * @return how many packs there are
   */
  static int everyPack(MinioClient s3, String bucket) throws Exception {
    int packs = 0;
    for (Result<Item> found :
        s3.listObjects(
            ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix("offsite/data/")
                .recursive(true)
                .build())) {
      String name = found.get().objectName();
      byte[] pack;
      try (InputStream in =
          s3.getObject(GetObjectArgs.builder().bucket(bucket).object(name).build())) {
        pack = in.readAllBytes();
      }
      pack[pack.length / 3] ^= 1;
      s3.putObject(
          PutObjectArgs.builder().bucket(bucket).object(name).stream(
                  new ByteArrayInputStream(pack), (long) pack.length, -1L)
              .build());
      packs++;
    }
    return packs;
  }
}
