package dev.salvaguarda.api.schema;

/** What Kubernetes takes as key and value of a label and an annotation, for rules of the kinds. */
public final class LabelText {
  private static final String WORD = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";

  /** A DNS name such as those of objects: words with a dot between them. */
  public static final String SUBDOMAIN = WORD + "([.]" + WORD + ")*";

  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

  /** No prefix at all has its slash at -1. */
  private static final String PREFIX_FITS = "k.indexOf('/') <= 253";

  /** A condition of CEL on the text {@code k}. */
  public static final String KEY_OF_LABEL =
      PREFIX_FITS + " && k.matches('^(" + SUBDOMAIN + "/)?" + NAME + "$')";

  /** Like that of a label, but API servers ignore the case of the prefix. */
  public static final String KEY_OF_ANNOTATION =
      PREFIX_FITS + " && k.matches('(?i)^(" + SUBDOMAIN + "/)?" + NAME + "$')";

  /** A regular expression, not anchored: the empty value is one, and the length is not in it. */
  public static final String VALUE = "([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?";

  private LabelText() {}
}
