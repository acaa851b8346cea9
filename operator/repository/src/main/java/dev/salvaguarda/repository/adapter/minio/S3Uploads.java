package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.StagedFile;
import io.minio.Http;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectAPIArgs;
import io.minio.errors.ErrorResponseException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Map;
import java.util.Optional;

/** Writes of objects, each with its checksums. */
final class S3Uploads {
  private final S3Location location;
  private final S3Client client;
  private final Attempts attempts;

  S3Uploads(S3Location location, S3Client client, Attempts attempts) {
    this.location = location;
    this.client = client;
    this.attempts = attempts;
  }

  void put(String key, byte[] content, int length) {
    String md5 = UploadChecks.md5(content, length);
    attempts.run("writing " + key, () -> write(request(key, md5).data(content, length), md5));
  }

  /** Writes what browsers read; they are answered with these two headers. */
  void put(String key, byte[] content, String contentType, String cacheControl) {
    String md5 = UploadChecks.md5(content, content.length);
    Http.Headers headers =
        new Http.Headers(Map.of("Content-MD5", md5, "Cache-Control", cacheControl));
    attempts.run(
        "writing " + key,
        () ->
            write(
                request(key, headers).contentType(contentType).data(content, content.length), md5));
  }

  /** Whether it was stored; empty if the server knows no conditional writes. */
  Optional<Boolean> putIfAbsent(String key, byte[] content) {
    String md5 = UploadChecks.md5(content, content.length);
    return attempts.run("writing " + key, () -> writeIfAbsent(key, content, md5));
  }

  private Optional<Boolean> writeIfAbsent(String key, byte[] content, String md5) throws Exception {
    try {
      ObjectWriteResponse _ =
          write(
              request(key, UploadChecks.onlyIfAbsent(key, md5)).data(content, content.length), md5);
      return Optional.of(true);
    } catch (ErrorResponseException e) {
      return switch (e.response().code()) {
        case 412 -> Optional.of(false);
        case 501 -> Optional.empty();
        default -> throw e;
      };
    }
  }

  void put(String key, StagedFile file) {
    attempts.run(
        "writing " + key,
        () -> {
          try (RandomAccessFile content = open(file)) {
            return write(request(key, file.md5()).file(content, file.length()), file.md5());
          }
        });
  }

  private PutObjectAPIArgs.Builder request(String key, String md5) {
    return request(key, UploadChecks.headers(key, md5));
  }

  private PutObjectAPIArgs.Builder request(String key, Http.Headers headers) {
    return PutObjectAPIArgs.builder()
        .bucket(location.bucket())
        .object(location.key(key))
        .headers(headers);
  }

  private ObjectWriteResponse write(PutObjectAPIArgs.Builder request, String md5) throws Exception {
    ObjectWriteResponse written = S3Client.await(client.minio().putObject(request.build()));
    UploadChecks.requireSameContent(written, md5);
    return written;
  }

  private static RandomAccessFile open(StagedFile file) {
    try {
      return new RandomAccessFile(file.path().toFile(), "r");
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.SCRATCH, "A file in the scratch directory could not be read.", e);
    }
  }
}
