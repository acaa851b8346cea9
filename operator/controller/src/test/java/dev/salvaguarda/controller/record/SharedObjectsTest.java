package dev.salvaguarda.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedObjectsTest {
  private static final String KEY = "finance/payroll";

  private final SharedObjects<ConfigMap> objects = new SharedObjects<>();
  private final ItemStore<ConfigMap> first = store();
  private final ItemStore<ConfigMap> second = store();

  @Test
  void anObjectThatTwoWatchesBringIsKeptOnce() {
    first.put(KEY, object("1"));
    second.put(KEY, object("1"));

    assertThat(second.get(KEY)).isSameAs(first.get(KEY));
  }

  @Test
  void aWatchThatIsBehindKeepsWhatItWasToldLast() {
    first.put(KEY, object("1"));
    second.put(KEY, object("1"));

    first.put(KEY, object("2"));

    assertThat(first.get(KEY)).isEqualTo(object("2"));
    assertThat(second.get(KEY)).isEqualTo(object("1"));
    assertThat(second.put(KEY, object("2"))).isEqualTo(object("1"));
    assertThat(second.get(KEY)).isSameAs(first.get(KEY));
  }

  @Test
  void anObjectMadeAnewIsAnotherOneEvenOfTheSameVersion() {
    ConfigMap anew = object("1");
    anew.getMetadata().setUid("other");
    first.put(KEY, object("1"));

    second.put(KEY, anew);

    assertThat(second.get(KEY)).isSameAs(anew);
  }

  @Test
  void nothingIsLeftOfWhatAllWatchesHaveSeenGo() {
    first.put(KEY, object("1"));
    first.put(KEY, object("2"));
    first.remove(KEY);
    second.put(KEY, object("1"));
    second.put(KEY, object("2"));

    assertThat(second.remove(KEY)).isEqualTo(object("2"));
    assertThat(objects.size()).isZero();
  }

  @Test
  void allWatchesNameAnObjectByOneText() {
    String named = first.getKey(object("1"));
    first.put(named, object("1"));
    String again = second.getKey(object("1"));
    second.put(again, object("1"));
    first.put(first.getKey(object("2")), object("2"));
    second.put(second.getKey(object("2")), object("2"));

    assertThat(again).isEqualTo(KEY).isSameAs(named);
    assertThat(second.keySet().findFirst().orElseThrow()).isSameAs(named);
    assertThat(second.getKey(object("2"))).isSameAs(named);
    assertThat(second.getKey(object("3"))).isEqualTo(KEY);
  }

  @Test
  void eachOfSeveralNamespacesKeepsItsOwnSinceTheyWouldDeleteWhatIsNotTheirs() {
    assertThat(objects.store(Set.of("finance", "notary"))).isNull();
  }

  private ItemStore<ConfigMap> store() {
    return Objects.requireNonNull(objects.store(Set.of("finance")));
  }

  private static ConfigMap object(String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("finance")
        .withName("payroll")
        .withUid("uid")
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
