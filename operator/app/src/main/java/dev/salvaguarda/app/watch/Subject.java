package dev.salvaguarda.app.watch;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Comparator;

/**
 * An object that somebody looks after.
 *
 * @param controller who does
 */
public record Subject(String controller, String namespace, String name)
    implements Comparable<Subject> {
  private static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::controller)
          .thenComparing(Subject::namespace)
          .thenComparing(Subject::name);

  static Subject of(String controller, ResourceID id) {
    return new Subject(controller, id.getNamespace().orElse(""), id.getName());
  }

  @Override
  public int compareTo(Subject other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code policy finance/payroll}. */
  @Override
  public String toString() {
    return controller + " " + namespace + "/" + name;
  }
}
