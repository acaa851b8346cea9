package dev.salvaguarda.api;

/** Names that the custom resources share. */
public final class ApiGroup {
  private ApiGroup() {}

  /** The API group, and the domain of our labels and finalizers. */
  public static final String GROUP = "salvaguarda.dev";

  /** The one version that is served and stored. */
  public static final String VERSION = "v1alpha1";

  /** {@code kubectl get salvaguarda} lists all our kinds. */
  public static final String CATEGORY = "salvaguarda";

  /** Label with the name of the policy, shortened with a hash where it is longer than a label. */
  public static final String POLICY_LABEL = GROUP + "/policy";

  /** Label with the name of the run. */
  public static final String RUN_LABEL = GROUP + "/run";

  /** Label with the name of the restore. */
  public static final String RESTORE_LABEL = GROUP + "/restore";

  /** Annotation of a policy with the rules that may remove more than one pass usually may. */
  public static final String CONFIRM_RETENTION_ANNOTATION = GROUP + "/confirm-retention";

  /** Label with the name of the policy for which packs are read. */
  public static final String INTEGRITY_LABEL = GROUP + "/integrity";

  /** Label with the name of the repository that is looked after. */
  public static final String MAINTENANCE_LABEL = GROUP + "/maintenance";

  /** Label with the number of the attempt, counted from 1. */
  public static final String ATTEMPT_LABEL = GROUP + "/attempt";

  /** Label of an incident that alerts opened: what they have in common, as a hash. */
  public static final String ALERT_KEY_LABEL = GROUP + "/alert-key";

  /** Finalizer of a run whose hooks are not through. */
  public static final String HOOKS_FINALIZER = GROUP + "/hooks";

  /** Finalizer of a maintenance window that keeps alerts back. */
  public static final String HELD_ALERTS_FINALIZER = GROUP + "/held-alerts";

  /** Annotation with the due time for which the operator made a test, in RFC 3339. */
  public static final String DUE_ANNOTATION = GROUP + "/due";
}
