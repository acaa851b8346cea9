package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.policy.GuardsSpec;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.MariadbSource;
import dev.salvaguarda.api.source.PostgresqlSource;
import dev.salvaguarda.api.source.SourceSpec;
import dev.salvaguarda.api.source.TlsSpec;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ConfigMap with an attempt's work order. It belongs to the Job and goes with it. */
public final class WorkOrderManifest {
  private WorkOrderManifest() {}

  /**
   * The ConfigMap.
   *
   * @param job as the API server returned it, with its uid
   */
  public static ConfigMap of(WorkerOrder order, Job job) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(order.jobName())
        .withNamespace(order.run().getMetadata().getNamespace())
        .withLabels(WorkerLabels.own(order))
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .endMetadata()
        .withImmutable(true)
        .withData(Map.of(WorkerPaths.ORDER_KEY, WorkerJson.of(workOrder(order)) + "\n"))
        .build();
  }

  static WorkOrder workOrder(WorkerOrder order) {
    var run = order.run().getMetadata();
    var template = order.policy().getSpec().runTemplate();
    return WorkOrder.of(
        new WorkIdentity(
            order.run().getKind(),
            run.getNamespace(),
            run.getName(),
            run.getUid(),
            order.attempt()),
        new CopyTask(
            order.policy().getMetadata().getName(),
            source(order),
            order.targets(),
            order.previous(),
            repository(order),
            order.attempt() > 1,
            guards(order.policy().getSpec().guards()),
            template == null ? 0 : bytes(template.bandwidth())));
  }

  private static SourceOrder source(WorkerOrder order) {
    SourceSpec source = order.policy().getSpec().source();
    return new SourceOrder(
        SourceHost.of(order.policy()),
        source.postgresql() == null ? null : postgresql(source.postgresql()),
        source.mariadb() == null ? null : mariadb(source.mariadb()),
        source.files() == null ? null : files(source.files()));
  }

  private static PostgresqlOrder postgresql(PostgresqlSource source) {
    return new PostgresqlOrder(
        source.host(),
        source.port(),
        source.databases(),
        source.excludeDatabases(),
        WorkerPaths.SOURCE + "/username",
        WorkerPaths.SOURCE + "/password",
        tls(source.tls()),
        source.globals());
  }

  private static MariadbOrder mariadb(MariadbSource source) {
    return new MariadbOrder(
        source.host(),
        source.port(),
        source.databases(),
        source.excludeDatabases(),
        WorkerPaths.SOURCE + "/username",
        WorkerPaths.SOURCE + "/password",
        tls(source.tls()));
  }

  private static FilesOrder files(FilesSource source) {
    return new FilesOrder(
        WorkerPaths.FILES,
        SourceHost.storedAs(source),
        source.include(),
        source.exclude(),
        source.oneFileSystem(),
        source.copySystemFiles(),
        source.tolerateGrowth(),
        source.allowEmpty());
  }

  private static TlsOrder tls(@Nullable TlsSpec tls) {
    if (tls == null) {
      return new TlsOrder(TlsOrder.Mode.PREFER, null);
    }
    TlsOrder.Mode mode =
        switch (tls.mode()) {
          case DISABLE -> TlsOrder.Mode.DISABLE;
          case PREFER -> TlsOrder.Mode.PREFER;
          case REQUIRE -> TlsOrder.Mode.REQUIRE;
          case VERIFY_CA -> TlsOrder.Mode.VERIFY_CA;
          case VERIFY_FULL -> TlsOrder.Mode.VERIFY_FULL;
        };
    return new TlsOrder(
        mode, tls.caBundleRef() == null ? null : WorkerPaths.SOURCE_CA + "/" + WorkerPaths.CA);
  }

  private static RepositoryAccess repository(WorkerOrder order) {
    S3Spec s3 = order.repository().getSpec().s3();
    String secrets = WorkerPaths.REPOSITORY + "/";
    return new RepositoryAccess(
        order.repository().getMetadata().getName(),
        s3.endpoint(),
        Objects.requireNonNullElse(s3.region(), ""),
        s3.bucket(),
        Objects.requireNonNullElse(s3.prefix(), ""),
        s3.pathStyle(),
        s3.caBundleRef() == null ? null : WorkerPaths.REPOSITORY_CA + "/" + WorkerPaths.CA,
        secrets + WorkerPaths.ACCESS_KEY,
        secrets + WorkerPaths.SECRET_KEY,
        order.sessionToken() ? secrets + WorkerPaths.SESSION_TOKEN : null,
        secrets + WorkerPaths.PASSWORD);
  }

  private static Guards guards(@Nullable GuardsSpec guards) {
    return guards == null
        ? Guards.none()
        : new Guards(
            bytes(guards.minSize()), Objects.requireNonNullElse(guards.maxShrinkPercent(), 100));
  }

  private static long bytes(@Nullable Quantity quantity) {
    return quantity == null ? 0 : Quantity.getAmountInBytes(quantity).longValue();
  }
}
