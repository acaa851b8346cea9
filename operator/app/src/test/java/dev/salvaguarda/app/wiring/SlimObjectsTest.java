package dev.salvaguarda.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SlimObjectsTest {

  @Test
  void allOfAnObjectIsReadButWhoManagesItsFields() {
    ObjectMapper mapper = new ObjectMapper();
    KubernetesSerialization json = new KubernetesSerialization(mapper, true);
    new SlimObjects().customize(mapper);

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
}
