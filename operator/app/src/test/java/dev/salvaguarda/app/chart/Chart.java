package dev.salvaguarda.app.chart;

import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chart, as Helm takes it. */
public final class Chart {
  /** Where it lies. */
  public static final Path FOLDER = Path.of("..", "..", "helm", "salvaguarda");

  /** The rules of the operator's role, in a ClusterRole. */
  public static final Path RIGHTS = FOLDER.resolve(Path.of("files", "rights.yaml"));

  private Chart() {}

  /** Runs Helm, with nothing of the person's own. */
  public static Answer helm(String... arguments) {
    return helm(Map.of(), List.of(arguments));
  }

  static Answer helm(Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.helm().path().toString());
    command.addAll(arguments);
    Path home = Machine.temporaryFolder("helm");
    Map<String, String> whole = new HashMap<>(environment);
    for (String place : List.of("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
      whole.put(place, home.toString());
    }
    return Answer.of(command, whole, FOLDER);
  }

  /**
   * Renders it as the release {@code salvaguarda}.
   *
   * @param arguments such as {@code --set crds.install=false}
   */
  public static String render(String namespace, Collection<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("template", "salvaguarda", ".", "--namespace", namespace));
    command.addAll(arguments);
    return helm(Map.of(), command).orThrow();
  }

  /** The same as objects, of kinds that nobody here knows as well. */
  public static List<HasMetadata> objects(String namespace, String... arguments) {
    Object read = new KubernetesSerialization().unmarshal(render(namespace, List.of(arguments)));
    return read instanceof Collection<?> many
        ? many.stream().map(HasMetadata.class::cast).toList()
        : List.of((HasMetadata) read);
  }
}
