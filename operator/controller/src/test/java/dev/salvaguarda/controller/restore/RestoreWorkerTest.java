package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.worker.manifest.JobManifest;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod that restores, and what it is told. */
class RestoreWorkerTest {
  private static final String SHA = "5a".repeat(32);
  private static final Part PAYROLL = new Part("payroll", "0b".repeat(32), 10L << 30, SHA);
  private static final Part MAIL = new Part("mail", "0c".repeat(32), 1L << 30, SHA);
  private static final Part SHARE = new Part("/share", "0d".repeat(32), 50L << 30, null);

  @Test
  void scratchHasRoomForAServerThatLoadsTheLargestDumpAndTheNodeMustHaveIt() {
    PodSpec pod = pod("purpose: Test", null, PAYROLL, MAIL);

    Quantity limit = volume(pod, "scratch").getEmptyDir().getSizeLimit();
    assertThat(Quantity.getAmountInBytes(limit))
        .isEqualTo(BigDecimal.valueOf((512L << 20) + 3 * (10L << 30)));
    assertThat(container(pod).getResources().getRequests())
        .containsEntry("ephemeral-storage", limit);
    assertThat(order("purpose: Test", PAYROLL, MAIL))
        .contains("\"limitBytes\" : " + ((512L << 20) + 3 * (10L << 30)));
  }

  @ParameterizedTest
  @CsvSource({
    "nightly, payroll,         31232", // of a policy's snapshot, though no run tells its hash
    "nightly, /share,          4096", // trees are proven without being written
    ",        snapshot-0b0b0b, 4096" // of somebody else, and perhaps a tree of 5 TiB
  })
  void scratchForASnapshotHasTheRoomThatADumpOfItsSizeNeeds(
      @Nullable String policy, String target, long mebibytes) {
    Part part = new Part(target, "0b".repeat(32), 10L << 30, null);
    RestorePlan plan = new RestorePlan(policy, null, "offsite", null, List.of(part));

    Volume scratch = volume(pod(worker("purpose: Test", null, plan, List.of(part))), "scratch");

    assertThat(Quantity.getAmountInBytes(scratch.getEmptyDir().getSizeLimit()))
        .isEqualTo(BigDecimal.valueOf(mebibytes << 20));
  }

  @Test
  void scratchOfAStorageClassIsAVolumeThatGoesWithThePodAndBelongsToItsUser() {
    PodSpec pod =
        pod(
            "purpose: Test\ntarget: {scratch: {size: 40Gi, storageClassName: fast}}",
            null,
            PAYROLL);

    var claim = volume(pod, "scratch").getEphemeral().getVolumeClaimTemplate().getSpec();
    assertThat(claim.getStorageClassName()).isEqualTo("fast");
    assertThat(claim.getResources().getRequests()).containsEntry("storage", new Quantity("40Gi"));
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(65532);
    assertThat(container(pod).getResources().getRequests())
        .containsEntry("ephemeral-storage", new Quantity("1Gi"));
  }

  @Test
  void aPodMayDoNothingUnlessFilesGetTheirOwnersBack() {
    PodSpec plain = pod(files("owners: false"), null, SHARE);
    PodSpec giving = pod(files("owners: true"), null, SHARE);

    assertThat(plain.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(container(plain).getSecurityContext().getCapabilities().getAdd()).isEmpty();
    assertThat(giving.getSecurityContext().getRunAsUser()).isZero();
    assertThat(container(giving).getSecurityContext().getCapabilities().getAdd())
        .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID");
    assertThat(container(giving).getSecurityContext().getCapabilities().getDrop())
        .containsExactly("ALL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persistentVolumeClaim: {claimName: share}",
        "nfs: {server: files.example.org, path: /exports/share}",
        "hostPath: {path: /srv/share}"
      })
  void onlyTheVolumeThatIsRestoredToIsWritable(String place) {
    PodSpec pod = pod("target: {files: {%s, subPath: restored}}".formatted(place), null, SHARE);

    Volume files = volume(pod, "files");
    assertThat(
            Stream.of(
                Optional.ofNullable(files.getPersistentVolumeClaim())
                    .map(PersistentVolumeClaimVolumeSource::getReadOnly),
                Optional.ofNullable(files.getNfs()).map(NFSVolumeSource::getReadOnly)))
        .as("neither says that it is read-only")
        .doesNotContain(Optional.of(true));
    assertThat(container(pod).getVolumeMounts())
        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrder("files", "scratch");
  }

  @Test
  void filesOfAPodThatMayNotGiveThemAwayBelongToItsUser() {
    assertThat(order(files("owners: false"), SHARE))
        .contains("\"owner\" : 65532")
        .contains("\"group\" : 65532");
    assertThat(order(files("owners: true"), SHARE)).doesNotContain("\"owner\"");
  }

  @Test
  void theJobOfARestoreIsNotThatOfARunOfTheSameName() {
    WorkerSpec spec = worker("purpose: Test", null, PAYROLL).spec();

    assertThat(spec.jobName()).startsWith("restore-march-").endsWith("-2").isNotEqualTo("march-2");
    assertThat(spec.labels()).containsEntry("salvaguarda.dev/restore", "march");
    assertThat(spec.labels()).doesNotContainKey("salvaguarda.dev/run");
  }

  @Test
  void aServerIsToldByItsNameAndItsSecretIsMountedAndNeverRead() {
    String spec =
        """
        target:
          mariadb:
            host: db.example.org
            credentialsRef: {name: writer}
            rename: [{target: payroll, to: payroll_march}]
        overwrite: Force\
        """;

    assertThat(order(spec, PAYROLL))
        .contains("\"mariadb\"")
        .contains("\"port\" : 3306")
        .contains("\"restoreAs\" : \"payroll_march\"")
        .contains("\"force\" : true")
        .contains("/salvaguarda/secrets/target/password");
    assertThat(volume(pod(spec, null, PAYROLL), "target").getSecret().getSecretName())
        .isEqualTo("writer");
  }

  @Test
  void aCheckIsAskedOfTheTargetsOfThisAttemptAlone() {
    String spec =
        """
        purpose: Test
        checks:
        - {name: people, sql: {database: payroll, query: SELECT 1, expect: {notLessThanPercentOfLast: 90}}}
        - {name: boxes, sql: {database: mail, query: SELECT 2, expect: {value: "7"}}}\
        """;

    assertThat(order(spec, PAYROLL))
        .contains("\"people\"")
        .contains("\"last\" : 41")
        .doesNotContain("\"boxes\"");
  }

  private static String files(String more) {
    return "target: {files: {persistentVolumeClaim: {claimName: share}, %s}}".formatted(more);
  }

  private static String order(String spec, Part... parts) {
    return worker(spec, null, parts).spec().orderJson();
  }

  private static PodSpec pod(String spec, @Nullable RunTemplate template, Part... parts) {
    return pod(worker(spec, template, parts));
  }

  private static PodSpec pod(RestoreWorker worker) {
    return JobManifest.of(
            worker.spec(), new WorkerSettings("registry.example.org/salvaguarda:1", "IfNotPresent"))
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static RestoreWorker worker(String spec, @Nullable RunTemplate template, Part... parts) {
    return worker(
        spec,
        template,
        new RestorePlan("nightly", "first", "offsite", null, List.of(PAYROLL, MAIL, SHARE)),
        List.of(parts));
  }

  private static RestoreWorker worker(
      String spec, @Nullable RunTemplate template, RestorePlan plan, List<Part> parts) {
    return new RestoreWorker(
        Serialization.unmarshal(
            """
            metadata: {name: march, namespace: city, uid: uid-1}
            spec:
              source: {runRef: {name: first}}
            """
                + spec.indent(2),
            Restore.class),
        plan,
        parts,
        Serialization.unmarshal(
            """
            metadata: {name: offsite, namespace: city}
            spec:
              s3: {endpoint: "https://s3.example.org", bucket: archives, credentialsRef: {name: s3}}
              encryption: {passwordRef: {name: archive}}
            """,
            BackupRepository.class),
        2,
        template,
        Map.of("people", BigDecimal.valueOf(41)),
        3600);
  }

  private static Container container(PodSpec pod) {
    return pod.getContainers().getFirst();
  }

  private static Volume volume(PodSpec pod, String name) {
    return Objects.requireNonNull(
        pod.getVolumes().stream()
            .filter(volume -> volume.getName().equals(name))
            .findFirst()
            .orElse(null));
  }
}
