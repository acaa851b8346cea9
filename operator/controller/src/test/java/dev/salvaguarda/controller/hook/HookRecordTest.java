package dev.salvaguarda.controller.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.HookSpec;
import dev.salvaguarda.api.policy.HooksSpec;
import dev.salvaguarda.api.run.HookStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookRecordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: a, exec: {podSelector: {matchLabels: {web: ''}}, command: [php, '', x]}}",
        "{name: a, exec: {podSelector: {matchLabels: {web: '', app: glpi}}, command: [php]}}",
        "{name: a, exec: {pod: glpi-0, container: web, command: [php]}, timeout: 5m}",
        "{name: a, http: {url: 'https://glpi.example.org/on', body: 'x=1', expectedStatus: [204]}}",
        "{name: a, http: {url: 'https://glpi.example.org/on', headersRef: {name: glpi}}}"
      })
  void aHookIsFrozenAsItIs(String yaml) {
    HookSpec hook = Serialization.unmarshal("---\n" + yaml, HookSpec.class);

    List<HookStatus> frozen = HookRecord.frozen(new HooksSpec(List.of(), List.of(hook)));

    assertThat(HookRecord.spec(frozen.getFirst())).isEqualTo(hook);
  }
}
