package dev.salvaguarda.domain.alert;

import dev.salvaguarda.domain.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * To which incident an alert belongs, by its labels alone.
 *
 * @param namespace where incidents are opened
 * @param namespaceLabel the label that may name another namespace; empty if none may
 * @param namespaces those that it may name; empty means any
 * @param componentLabels labels of which the first that is there names the component
 * @param keyLabels labels that tell incidents of one component apart; empty means one incident for
 *     each component
 */
public record AlertRules(
    String namespace,
    String namespaceLabel,
    Set<String> namespaces,
    List<String> componentLabels,
    List<String> keyLabels) {
  /** The component of an alert that names none. */
  public static final String UNMAPPED = "unmapped";

  private static final int MOST_NAME = 63;
  private static final int MOST_TITLE = 200;
  private static final int MOST_SUMMARY = 256;
  private static final int MOST_RULE = 128;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

  public AlertRules {
    namespaces = Set.copyOf(namespaces);
    componentLabels = List.copyOf(componentLabels);
    keyLabels = List.copyOf(keyLabels);
  }

  /**
   * Where it belongs. One that names no component is not dropped: it belongs to {@link #UNMAPPED},
   * where each rule has an incident of its own.
   */
  public FiledAlert file(Alert alert) {
    String title =
        componentLabels.stream()
            .map(alert::label)
            .filter(value -> !name(value).isEmpty())
            .findFirst()
            .orElse(UNMAPPED);
    String component = name(title);
    List<String> more = new ArrayList<>();
    keyLabels.forEach(label -> more.add(label + "=" + alert.label(label)));
    if (component.equals(UNMAPPED)) {
      more.add(Alert.NAME + "=" + alert.label(Alert.NAME));
    }
    return new FiledAlert(
        AlertKey.of(namespaceOf(alert), component, more),
        Sentence.oneLine(title, MOST_TITLE),
        new Sighting(
            alert.id(),
            ruleOf(alert),
            Sentence.oneLine(alert.summary(), MOST_SUMMARY),
            alert.since(),
            alert.until()));
  }

  private String namespaceOf(Alert alert) {
    String named = namespaceLabel.isEmpty() ? "" : alert.label(namespaceLabel);
    boolean counts =
        NAMESPACE.matcher(named).matches() && (namespaces.isEmpty() || namespaces.contains(named));
    return counts ? named : namespace;
  }

  private static String ruleOf(Alert alert) {
    String rule = Sentence.oneLine(alert.label(Alert.NAME), MOST_RULE);
    return rule.isEmpty() ? "alert" : rule;
  }

  /** Lower-case letters, digits and hyphens; empty if nothing is left. */
  private static String name(String value) {
    String plain = OTHERS.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("-");
    String short63 = plain.substring(0, Math.min(MOST_NAME, plain.length()));
    return short63.replaceAll("^-|-$", "");
  }
}
