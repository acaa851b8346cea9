package dev.salvaguarda.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SlimObjectsTest {
  private static final String POLICY =
      """
      {"apiVersion": "salvaguarda.dev/v1alpha1", "kind": "BackupPolicy",
       "metadata": {"name": "payroll", "namespace": "finance", "resourceVersion": "7", "uid": "u",
        "labels": {"a": "b"}, "annotations": {"c": "d"}, "somethingNew": {"x": 1}},
       "spec": {"schedules": [{"name": "daily", "cron": "0 2 * * *"}], "timeZone": "Etc/UTC",
        "source": {"postgresql": {"host": "db.example.org", "credentialsRef": {"name": "db"}}},
        "repositories": [{"name": "offsite"}]},
       "status": {"observedGeneration": 1, "nextRuns": ["2026-11-29T02:00Z"], "conditions": [
        {"type": "Ready", "status": "True", "reason": "Ready", "message": "All is well.",
         "lastTransitionTime": "2026-11-29T02:00:00Z", "somethingNew": "y"},
        {"type": "RPOMet", "status": "True", "reason": "NoRunYet", "message": "All is well.",
         "lastTransitionTime": "2026-11-29T02:00:00Z"}]}}
      """;

  private final KubernetesSerialization json = slim();

  @Test
  void allOfAnObjectIsReadButWhoManagesItsFields() {
    BackupRun run =
        json.unmarshal(
            """
            {"apiVersion": "salvaguarda.dev/v1alpha1", "kind": "BackupRun",
             "metadata": {"name": "payroll", "namespace": "finance", "resourceVersion": "7",
              "labels": {"a": "b"}, "managedFields": [{"manager": "kubectl", "operation": "Apply",
              "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {}}}], "uid": "u"},
             "spec": {"policyRef": {"name": "payroll"}, "trigger": {"type": "Manual"}}}
            """,
            BackupRun.class);

    assertThat(run.getMetadata().getManagedFields()).isEmpty();
    assertThat(run.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(run.getMetadata().getUid()).isEqualTo("u");
    assertThat(run.getMetadata().getLabels()).containsEntry("a", "b");
    assertThat(run.getSpec().policyRef().name()).isEqualTo("payroll");
  }

  @Test
  void whatIsWrittenAgainIsWhatOthersWouldWrite() {
    KubernetesSerialization others = new KubernetesSerialization();

    assertThat(json.asJson(json.unmarshal(POLICY, BackupPolicy.class)))
        .isEqualTo(others.asJson(others.unmarshal(POLICY, BackupPolicy.class)))
        .contains("\"somethingNew\":{\"x\":1}", "\"somethingNew\":\"y\"");
  }

  @Test
  void textsThatRepeatAreKeptOnce() {
    var first = json.unmarshal(POLICY, BackupPolicy.class);
    var second = json.unmarshal(POLICY, BackupPolicy.class);
    var conditions = first.getStatus().conditions();

    assertThat(conditions.get(1).getLastTransitionTime())
        .isSameAs(conditions.getFirst().getLastTransitionTime());
    assertThat(second.getStatus().conditions().getFirst().getMessage())
        .isSameAs(conditions.getFirst().getMessage());
    assertThat(second.getStatus().nextRuns().getFirst())
        .isSameAs(first.getStatus().nextRuns().getFirst());
    assertThat(second.getMetadata().getLabels().get("a"))
        .isSameAs(first.getMetadata().getLabels().get("a"));
    assertThat(conditions.get(1).getAdditionalProperties()).isEmpty();
  }

  @Test
  void nothingOfASecretIsKept() {
    String secret =
        """
        {"apiVersion": "v1", "kind": "Secret", "data": {"password": "c2VjcmV0"}, "new": "c2VjcmV0",
         "metadata": {"name": "s3", "annotations": {"last-applied": "c2VjcmV0"}}}
        """;
    Secret first = json.unmarshal(secret, Secret.class);
    Secret second = json.unmarshal(secret, Secret.class);

    assertThat(second).isEqualTo(first);
    assertThat(second.getData().get("password")).isNotSameAs(first.getData().get("password"));
    assertThat(second.getAdditionalProperties().get("new"))
        .isEqualTo("c2VjcmV0")
        .isNotSameAs(first.getAdditionalProperties().get("new"));
    assertThat(second.getMetadata().getAnnotations().get("last-applied"))
        .isNotSameAs(first.getMetadata().getAnnotations().get("last-applied"));
  }

  @Test
  void whatAProgramIsGivenIsNotKept() {
    String pod =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "worker"}, "spec": {
         "nodeName": "node-a", "containers": [{"name": "worker",
         "env": [{"name": "TOKEN", "value": "secret"}]}]}}
        """;
    Pod first = json.unmarshal(pod, Pod.class);
    Pod second = json.unmarshal(pod, Pod.class);

    assertThat(second).isEqualTo(first);
    assertThat(second.getSpec().getNodeName()).isSameAs(first.getSpec().getNodeName());
    assertThat(value(second)).isNotSameAs(value(first));
  }

  private static String value(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnv().getFirst().getValue();
  }

  private static KubernetesSerialization slim() {
    ObjectMapper mapper = new ObjectMapper();
    KubernetesSerialization json = new KubernetesSerialization(mapper, true);
    new SlimObjects().customize(mapper);
    return json;
  }
}
