package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.api.source.DatabaseCredentials;
import dev.salvaguarda.api.source.TlsSpec;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a worker's pod and where it is mounted. Of the user's own Secrets only the keys that
 * are needed are mounted.
 *
 * @param writable whether the program may write to it
 */
public record Mount(Volume volume, String path, boolean writable) {
  /**
   * Readable by whichever user the program runs as. A group would have to be set for the whole pod,
   * and Kubernetes would then change the group of the user's files, too.
   */
  private static final int READABLE = 0444;

  /** A volume that the program only reads. */
  public static Mount readOnly(Volume volume, String path) {
    return new Mount(volume, path, false);
  }

  /** A volume that the program writes to. */
  public static Mount writable(Volume volume, String path) {
    return new Mount(volume, path, true);
  }

  /**
   * What a worker needs to open a repository.
   *
   * @param name of the volume, and of the folder below {@link WorkerPaths#SECRETS}
   * @param access the Secret with the credentials
   * @param mayLack whether the pod starts even if something of it is not there
   */
  public static List<Mount> ofRepository(
      String name, S3Spec s3, LocalRef access, SecretKeyRef password, boolean mayLack) {
    String credentials = access.name();
    Volume secrets =
        new VolumeBuilder()
            .withName(name)
            .withNewProjected()
            .withDefaultMode(READABLE)
            .addNewSource()
            .withNewSecret()
            .withName(credentials)
            .withOptional(optional(mayLack))
            .addToItems(
                key(S3Spec.ACCESS_KEY, WorkerPaths.ACCESS_KEY),
                key(S3Spec.SECRET_KEY, WorkerPaths.SECRET_KEY))
            .endSecret()
            .endSource()
            // Only temporary credentials have one.
            .addNewSource()
            .withNewSecret()
            .withName(credentials)
            .withOptional(true)
            .addToItems(key(S3Spec.SESSION_TOKEN, WorkerPaths.SESSION_TOKEN))
            .endSecret()
            .endSource()
            .addNewSource()
            .withNewSecret()
            .withName(password.name())
            .withOptional(optional(mayLack))
            .addToItems(key(password.key(), WorkerPaths.PASSWORD))
            .endSecret()
            .endSource()
            .endProjected()
            .build();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(readOnly(secrets, WorkerPaths.SECRETS + name));
    if (s3.caBundleRef() != null) {
      mounts.add(authorities(name + "-ca", s3.caBundleRef(), mayLack));
    }
    return mounts;
  }

  /**
   * What a worker needs to log in to a database.
   *
   * @param name of the volume, and of the folder below {@link WorkerPaths#SECRETS}
   */
  public static List<Mount> ofDatabase(String name, LocalRef credentials, @Nullable TlsSpec tls) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(
        ofSecret(name, credentials, DatabaseCredentials.USERNAME, DatabaseCredentials.PASSWORD));
    if (tls != null && tls.caBundleRef() != null) {
      mounts.add(ofAuthorities(name, tls.caBundleRef()));
    }
    return mounts;
  }

  /**
   * Keys of a Secret, each a file of the key's name.
   *
   * @param name of the volume, and of the folder below {@link WorkerPaths#SECRETS}
   */
  public static Mount ofSecret(String name, LocalRef secret, String... keys) {
    Volume volume =
        new VolumeBuilder()
            .withName(name)
            .withNewSecret()
            .withSecretName(secret.name())
            .withDefaultMode(READABLE)
            .addAllToItems(Stream.of(keys).map(key -> key(key, key)).toList())
            .endSecret()
            .build();
    return readOnly(volume, WorkerPaths.SECRETS + name);
  }

  /**
   * Authorities, as the file {@link WorkerPaths#CA}.
   *
   * @param name of what is asked by them; the volume and the folder are called so with {@code -ca}
   */
  public static Mount ofAuthorities(String name, CaBundleRef ref) {
    return authorities(name + "-ca", ref, false);
  }

  /** The work order, which lies in a ConfigMap of the Job's name. */
  static Mount ofOrder(String configMap) {
    Volume volume =
        new VolumeBuilder()
            .withName("order")
            .withNewConfigMap()
            .withName(configMap)
            .withDefaultMode(READABLE)
            .addToItems(key(WorkerPaths.ORDER_KEY, WorkerPaths.ORDER_KEY))
            .endConfigMap()
            .build();
    return readOnly(volume, WorkerPaths.ORDER);
  }

  VolumeMount toVolumeMount() {
    return new VolumeMountBuilder()
        .withName(volume.getName())
        .withMountPath(path)
        .withReadOnly(!writable)
        .build();
  }

  private static @Nullable Boolean optional(boolean mayLack) {
    return mayLack ? Boolean.TRUE : null;
  }

  private static Mount authorities(String name, CaBundleRef ref, boolean mayLack) {
    VolumeBuilder volume = new VolumeBuilder().withName(name);
    KeyToPath item = key(ref.key(), WorkerPaths.CA);
    Volume built =
        switch (ref.kind()) {
          case CONFIG_MAP ->
              volume
                  .withNewConfigMap()
                  .withName(ref.name())
                  .withOptional(optional(mayLack))
                  .withDefaultMode(READABLE)
                  .addToItems(item)
                  .endConfigMap()
                  .build();
          case SECRET ->
              volume
                  .withNewSecret()
                  .withSecretName(ref.name())
                  .withOptional(optional(mayLack))
                  .withDefaultMode(READABLE)
                  .addToItems(item)
                  .endSecret()
                  .build();
        };
    return readOnly(built, WorkerPaths.SECRETS + name);
  }

  private static KeyToPath key(String key, String path) {
    return new KeyToPath(key, null, path);
  }
}
