package dev.salvaguarda.domain.name;

/**
 * An object's name as a label's value. Names may have 253 characters, label values 63; a longer
 * name is shortened and ends in a hash, so two policies never share a value.
 */
public final class LabelValue {
  /** The longest value that Kubernetes accepts. */
  public static final int MAX_LENGTH = 63;

  private LabelValue() {}

  /** The value for a name that Kubernetes accepts as an object's name. */
  public static String of(String name) {
    return ShortName.of(name, MAX_LENGTH);
  }
}
