package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lays the volumes of one pod into a folder of this machine. */
final class PodVolumes {
  private final KubernetesClient client;
  private final NodeStorage storage;
  private final Pod pod;
  private final Path folder;

  PodVolumes(KubernetesClient client, NodeStorage storage, Pod pod, Path folder) {
    this.client = client;
    this.storage = storage;
    this.pod = pod;
    this.folder = folder;
  }

  /**
   * Where each volume lies, by name.
   *
   * @throws VolumeNotReadyException when something that a volume needs isn't there yet
   */
  Map<String, Path> lay() {
    Map<String, Path> places = new LinkedHashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      places.put(volume.getName(), lay(volume));
    }
    return places;
  }

  private Path lay(Volume volume) {
    if (volume.getHostPath() != null) {
      return Path.of(volume.getHostPath().getPath());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return claim(volume.getPersistentVolumeClaim().getClaimName());
    }
    if (volume.getNfs() != null) {
      String share = volume.getNfs().getServer() + ":" + volume.getNfs().getPath();
      return existing(storage.shares().get(share), "mount of " + share + " failed: timed out");
    }
    Path place = folder.resolve(volume.getName());
    write(place, contents(volume));
    return place;
  }

  private Map<String, byte[]> contents(Volume volume) {
    if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      return secret(secret.getSecretName(), secret.getItems(), yes(secret.getOptional()));
    }
    if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      return configMap(map.getName(), map.getItems(), yes(map.getOptional()));
    }
    if (volume.getProjected() != null) {
      Map<String, byte[]> all = new LinkedHashMap<>();
      volume.getProjected().getSources().forEach(source -> all.putAll(projection(source)));
      return all;
    }
    if (volume.getEmptyDir() != null) {
      return Map.of();
    }
    throw new VolumeNotReadyException(
        "the stand-in node knows no volumes of the kind of " + volume.getName());
  }

  private Map<String, byte[]> projection(VolumeProjection source) {
    if (source.getSecret() != null) {
      var secret = source.getSecret();
      return secret(secret.getName(), secret.getItems(), yes(secret.getOptional()));
    }
    if (source.getConfigMap() != null) {
      var map = source.getConfigMap();
      return configMap(map.getName(), map.getItems(), yes(map.getOptional()));
    }
    throw new VolumeNotReadyException(
        "the stand-in node projects only Secrets and ConfigMaps into a volume");
  }

  private Map<String, byte[]> secret(String name, List<KeyToPath> items, boolean optional) {
    Secret secret = client.secrets().inNamespace(namespace()).withName(name).get();
    if (secret == null && !optional) {
      throw new VolumeNotReadyException("secret \"" + name + "\" not found");
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    if (secret != null && secret.getData() != null) {
      secret.getData().forEach((key, text) -> all.put(key, Base64.getDecoder().decode(text)));
    }
    return chosen("secret \"" + name + "\"", all, items, optional);
  }

  private Map<String, byte[]> configMap(String name, List<KeyToPath> items, boolean optional) {
    ConfigMap map = client.configMaps().inNamespace(namespace()).withName(name).get();
    if (map == null && !optional) {
      throw new VolumeNotReadyException("configmap \"" + name + "\" not found");
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    if (map != null && map.getData() != null) {
      map.getData().forEach((key, text) -> all.put(key, text.getBytes(StandardCharsets.UTF_8)));
    }
    if (map != null && map.getBinaryData() != null) {
      map.getBinaryData().forEach((key, text) -> all.put(key, Base64.getDecoder().decode(text)));
    }
    return chosen("configmap \"" + name + "\"", all, items, optional);
  }

  private static Map<String, byte[]> chosen(
      String owner, Map<String, byte[]> all, List<KeyToPath> items, boolean optional) {
    if (items.isEmpty()) {
      return all;
    }
    Map<String, byte[]> chosen = new LinkedHashMap<>();
    for (KeyToPath item : items) {
      byte[] content = all.get(item.getKey());
      if (content != null) {
        chosen.put(item.getPath(), content);
      } else if (!optional) {
        throw new VolumeNotReadyException(owner + " references non-existent key: " + item.getKey());
      }
    }
    return chosen;
  }

  private Path claim(String name) {
    Path known = storage.claims().get(namespace() + "/" + name);
    if (known != null) {
      return existing(known, known + " doesn't exist");
    }
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace()).withName(name).get();
    if (claim == null || claim.getSpec().getVolumeName() == null) {
      throw new VolumeNotReadyException("persistentvolumeclaim \"" + name + "\" isn't bound");
    }
    PersistentVolume volume =
        client.persistentVolumes().withName(claim.getSpec().getVolumeName()).get();
    if (volume != null && volume.getSpec().getHostPath() != null) {
      return Path.of(volume.getSpec().getHostPath().getPath());
    }
    if (volume != null && volume.getSpec().getLocal() != null) {
      return Path.of(volume.getSpec().getLocal().getPath());
    }
    throw new VolumeNotReadyException("volume of claim \"" + name + "\" isn't on this node");
  }

  private static Path existing(@Nullable Path place, String otherwise) {
    if (place == null || !Files.isDirectory(place)) {
      throw new VolumeNotReadyException(otherwise);
    }
    return place;
  }

  private static void write(Path place, Map<String, byte[]> contents) {
    try {
      Files.createDirectories(place);
      for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
        Path file = place.resolve(entry.getKey());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't lay volume into " + place, e);
    }
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private static boolean yes(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
