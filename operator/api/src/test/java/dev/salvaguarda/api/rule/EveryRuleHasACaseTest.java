package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EveryRuleHasACaseTest {
  @Test
  void everySentenceOfTheCrdsIsProvokedByAFile() throws IOException {
    Set<String> sentences = new TreeSet<>();
    for (Path file : InstalledCrds.filesOf("crds")) {
      if (!file.toString().endsWith("salvaguarda.dev.yaml")) {
        continue;
      }
      JsonNode crd = Serialization.unmarshal(Files.readString(file), JsonNode.class);
      crd.findValues("x-kubernetes-validations")
          .forEach(rules -> sentences.addAll(rules.findValuesAsText("message")));
    }

    List<String> provoked =
        RuleCase.all().stream().map(RuleCase::expectMessage).flatMap(Optional::stream).toList();

    assertThat(
            sentences.stream()
                .filter(s -> provoked.stream().noneMatch(s::equals))
                .collect(Collectors.toSet()))
        .as("rules without a file src/test/resources/crd/<kind>/invalid-*.yaml")
        .isEmpty();
  }
}
