package dev.salvaguarda.app.settings;

import dev.salvaguarda.domain.alert.AlertRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done with alerts.
 *
 * @param tokens a folder of files, each with a token that opens the way in
 * @param rules to which incident an alert belongs
 * @param isPublic whether the incidents may be told to those who use the component, once a person
 *     decides so
 */
public record AlertSettings(Path tokens, AlertRules rules, boolean isPublic) {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,127}");
  private static final List<String> AUDIENCES = List.of("Internal", "Public");

  /**
   * Reads them.
   *
   * @param watched namespaces that the operator looks after; empty means all
   * @param complaints takes a line for each setting that is not allowed
   * @return null if there are to be none
   */
  static @Nullable AlertSettings of(
      Map<String, String> environment, List<String> watched, List<String> complaints) {
    String tokens = Setting.ALERTS_TOKENS.in(environment);
    if (tokens.isEmpty()) {
      return null;
    }
    String namespace = Setting.ALERTS_NAMESPACE.in(environment);
    if (!OperatorSettings.NAMESPACE.matcher(namespace).matches()
        || !(watched.isEmpty() || watched.contains(namespace))) {
      complaints.add(
          Setting.ALERTS_NAMESPACE.complaint(
              namespace, "a namespace that the operator looks after"));
    }
    List<String> namespaceLabels = labels(Setting.ALERTS_NAMESPACE_LABEL, environment, complaints);
    if (namespaceLabels.size() > 1) {
      complaints.add(
          Setting.ALERTS_NAMESPACE_LABEL.complaint(
              Setting.ALERTS_NAMESPACE_LABEL.in(environment), "the name of one label"));
    }
    String audience = Setting.ALERTS_AUDIENCE.in(environment);
    if (!AUDIENCES.contains(audience)) {
      complaints.add(Setting.ALERTS_AUDIENCE.complaint(audience, "Internal or Public"));
    }
    return new AlertSettings(
        Path.of(tokens),
        new AlertRules(
            namespace,
            namespaceLabels.isEmpty() ? "" : namespaceLabels.getFirst(),
            Set.copyOf(watched),
            labels(Setting.ALERTS_COMPONENT_LABELS, environment, complaints),
            labels(Setting.ALERTS_KEY_LABELS, environment, complaints)),
        audience.equals("Public"));
  }

  private static List<String> labels(
      Setting setting, Map<String, String> environment, List<String> complaints) {
    List<String> names = setting.listIn(environment);
    names.stream()
        .filter(name -> !LABEL.matcher(name).matches())
        .map(
            name -> setting.complaint(name, "names of labels with commas between them, or nothing"))
        .forEach(complaints::add);
    return names;
  }
}
