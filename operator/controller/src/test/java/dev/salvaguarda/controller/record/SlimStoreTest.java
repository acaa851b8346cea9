package dev.salvaguarda.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlimStoreTest {
  private static final String KEY = "finance/payroll";

  private final ItemStore<ConfigMap> objects = new SlimStore<>();

  @Test
  void anObjectIsKeptWhole() {
    objects.put(KEY, labelled("1"));
    assertThat(objects.get(KEY)).isEqualTo(labelled("1"));
    assertThat(Serialization.asJson(objects.get(KEY)))
        .isEqualTo(Serialization.asJson(labelled("1")));

    objects.put(KEY, bare());
    assertThat(objects.get(KEY)).isEqualTo(bare());
    assertThat(Serialization.asJson(objects.get(KEY))).isEqualTo(Serialization.asJson(bare()));
  }

  @Test
  void aLabelWithoutAValueStays() {
    ConfigMap odd = bare();
    odd.getMetadata().getLabels().put("none", null);

    objects.put(KEY, odd);

    assertThat(Objects.requireNonNull(objects.get(KEY)).getMetadata().getLabels())
        .containsEntry("none", null);
  }

  @Test
  void whatWasThereBeforeIsToldWhenItIsReplacedOrGoes() {
    assertThat(objects.put(KEY, labelled("1"))).isNull();
    assertThat(objects.put(KEY, labelled("2"))).isEqualTo(labelled("1"));
    assertThat(objects.remove(KEY)).isEqualTo(labelled("2"));
    assertThat(objects.remove(KEY)).isNull();
    assertThat(objects.size()).isZero();
    assertThat(objects.keySet()).isEmpty();
  }

  @Test
  void manyThreadsFindWhatTheyPut() {
    IntStream.range(0, 2000)
        .parallel()
        .forEach(number -> {
          String key = KEY + number % 100 + "-" + number;
          objects.put(key, labelled(Integer.toString(number)));
          if (number % 2 == 0) {
            objects.remove(key);
          }
        });

    assertThat(objects.size()).isEqualTo(1000);
    assertThat(objects.keySet()).allMatch(key -> objects.get(key) != null).hasSize(1000);
  }

  private static ConfigMap labelled(String version) {
    return new ConfigMapBuilder(bare())
        .editMetadata()
        .withResourceVersion(version)
        .addToLabels("a", "b")
        .addToAnnotations("c", "d")
        .addToFinalizers("example.org/keep")
        .addNewOwnerReference()
        .withName("owner")
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static ConfigMap bare() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("finance")
        .withName("payroll")
        .withUid("uid")
        .endMetadata()
        .build();
  }
}
