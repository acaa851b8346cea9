package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.api.source.DatabaseCredentials;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.SourceSpec;
import dev.salvaguarda.api.source.TlsSpec;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a worker's pod and where they are mounted: the work order, the user's own Secrets
 * with only the keys that are needed, the files to copy (read-only), and scratch space.
 */
record MountsManifest(List<Volume> volumes, List<VolumeMount> mounts) {
  /**
   * Readable by whichever user the program runs as. A group would have to be set for the whole pod,
   * and Kubernetes would then change the group of the user's files, too.
   */
  private static final int READABLE = 0444;

  static MountsManifest of(WorkerOrder order) {
    MountsManifest plan = new MountsManifest(new ArrayList<>(), new ArrayList<>());
    SourceSpec source = order.policy().getSpec().source();
    plan.add(configMap("order", order.jobName(), WorkerPaths.ORDER_KEY), WorkerPaths.ORDER);
    plan.repository(order);
    if (source.postgresql() != null) {
      plan.database(source.postgresql().credentialsRef(), source.postgresql().tls());
    }
    if (source.mariadb() != null) {
      plan.database(source.mariadb().credentialsRef(), source.mariadb().tls());
    }
    if (source.files() != null) {
      plan.add(files(source.files()), WorkerPaths.FILES);
    }
    plan.scratch();
    return plan;
  }

  private void repository(WorkerOrder order) {
    S3Spec s3 = order.repository().getSpec().s3();
    SecretKeyRef password = order.repository().getSpec().encryption().passwordRef();
    var projected =
        new VolumeBuilder()
            .withName("repository")
            .withNewProjected()
            .withDefaultMode(READABLE)
            .addNewSource()
            .withNewSecret()
            .withName(s3.credentialsRef().name())
            .addToItems(
                key(S3Spec.ACCESS_KEY, WorkerPaths.ACCESS_KEY),
                key(S3Spec.SECRET_KEY, WorkerPaths.SECRET_KEY))
            .endSecret()
            .endSource();
    if (order.sessionToken()) {
      projected
          .addNewSource()
          .withNewSecret()
          .withName(s3.credentialsRef().name())
          .addToItems(key(S3Spec.SESSION_TOKEN, WorkerPaths.SESSION_TOKEN))
          .endSecret()
          .endSource();
    }
    projected
        .addNewSource()
        .withNewSecret()
        .withName(password.name())
        .addToItems(key(password.key(), WorkerPaths.PASSWORD))
        .endSecret()
        .endSource();
    add(projected.endProjected().build(), WorkerPaths.REPOSITORY);
    if (s3.caBundleRef() != null) {
      add(bundle("repository-ca", s3.caBundleRef()), WorkerPaths.REPOSITORY_CA);
    }
  }

  private void database(LocalRef credentials, @Nullable TlsSpec tls) {
    Volume secret =
        new VolumeBuilder()
            .withName("source")
            .withNewSecret()
            .withSecretName(credentials.name())
            .withDefaultMode(READABLE)
            .addToItems(
                key(DatabaseCredentials.USERNAME, "username"),
                key(DatabaseCredentials.PASSWORD, "password"))
            .endSecret()
            .build();
    add(secret, WorkerPaths.SOURCE);
    if (tls != null && tls.caBundleRef() != null) {
      add(bundle("source-ca", tls.caBundleRef()), WorkerPaths.SOURCE_CA);
    }
  }

  private void scratch() {
    volumes.add(new VolumeBuilder().withName("scratch").withNewEmptyDir().endEmptyDir().build());
    mounts.add(
        new VolumeMountBuilder().withName("scratch").withMountPath(WorkerPaths.SCRATCH).build());
  }

  private void add(Volume volume, String path) {
    volumes.add(volume);
    mounts.add(
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(true)
            .build());
  }

  private static Volume files(FilesSource files) {
    VolumeBuilder volume = new VolumeBuilder().withName("files");
    if (files.persistentVolumeClaim() != null) {
      return volume
          .withNewPersistentVolumeClaim(files.persistentVolumeClaim().claimName(), true)
          .build();
    }
    if (files.nfs() != null) {
      return volume.withNewNfs(files.nfs().path(), true, files.nfs().server()).build();
    }
    return volume
        .withNewHostPath(Objects.requireNonNull(files.hostPath()).path(), "Directory")
        .build();
  }

  private static Volume bundle(String name, CaBundleRef ref) {
    return switch (ref.kind()) {
      case CONFIG_MAP ->
          new VolumeBuilder()
              .withName(name)
              .withNewConfigMap()
              .withName(ref.name())
              .withDefaultMode(READABLE)
              .addToItems(key(ref.key(), WorkerPaths.CA))
              .endConfigMap()
              .build();
      case SECRET ->
          new VolumeBuilder()
              .withName(name)
              .withNewSecret()
              .withSecretName(ref.name())
              .withDefaultMode(READABLE)
              .addToItems(key(ref.key(), WorkerPaths.CA))
              .endSecret()
              .build();
    };
  }

  private static Volume configMap(String name, String configMap, String key) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .withDefaultMode(READABLE)
        .addToItems(key(key, key))
        .endConfigMap()
        .build();
  }

  private static KeyToPath key(String key, String path) {
    return new KeyToPath(key, null, path);
  }
}
