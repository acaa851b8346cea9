package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.ContainerFallback;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simulated cluster of the nodes pve01 and pve02, and how agents are told to copy it. */
final class GuestBench implements AutoCloseable {
  private static final long SEED = 20_261_128;

  private final AgentBench bench;
  private final ProxmoxCluster cluster;

  GuestBench(AgentBench bench, Path folder) throws Exception {
    this.bench = bench;
    this.cluster =
        ProxmoxCluster.start(
            ProxmoxSettings.of(SEED).withNodes("pve01", "pve02"),
            ServerCertificate.create(Files.createDirectory(folder.resolve("tls"))));
  }

  ProxmoxCluster cluster() {
    return cluster;
  }

  /** Copies all guests. */
  AgentBench.Outcome copy() throws IOException {
    AgentBench.Outcome copied = bench.run(order(Consistency.CRASH));
    assertThat(copied.exitCode()).as(copied.output()).isZero();
    return copied;
  }

  /** Writes an order to copy all guests, and returns its file. */
  Path order(Consistency required) throws IOException {
    return order(required, ContainerFallback.FAIL);
  }

  /** The same, with a word on containers of which no snapshot can be made. */
  Path order(Consistency required, ContainerFallback fallback) throws IOException {
    return order(of(required, fallback, 1));
  }

  /** The same of several nodes side by side. */
  Path orderOf(int parallelNodes) throws IOException {
    return order(of(Consistency.CRASH, ContainerFallback.FAIL, parallelNodes));
  }

  /** The same by the storage {@code spool}, which is this folder. */
  Path spooled(Path folder) throws IOException {
    return order(
        of(
            null,
            new ProxmoxOrder.Spool("spool", folder.toString()),
            Consistency.FILE_SYSTEM,
            ContainerFallback.FAIL,
            1));
  }

  private Path order(ProxmoxOrder guests) throws IOException {
    return bench.order(SourceOrder.of("pve01.example.org", guests), Guards.none());
  }

  private ProxmoxOrder of(Consistency required, ContainerFallback fallback, int parallelNodes)
      throws IOException {
    return of(ssh(), null, required, fallback, parallelNodes);
  }

  private ProxmoxOrder of(
      ProxmoxOrder.@Nullable Ssh ssh,
      ProxmoxOrder.@Nullable Spool spool,
      Consistency required,
      ContainerFallback fallback,
      int parallelNodes)
      throws IOException {
    return new ProxmoxOrder(
        access(),
        new ProxmoxOrder.Guests(List.of(), List.of(), List.of(), List.of(), List.of()),
        ssh,
        spool,
        null,
        required,
        fallback,
        ProxmoxOrder.Mode.SNAPSHOT,
        parallelNodes);
  }

  /** Numbers of the second node, under which guests are made. */
  RestoreInto.Place place(int first, int last) throws IOException {
    return new RestoreInto.Place(access(), ssh(), "pve02", "local-lvm", first, last);
  }

  private ProxmoxAccess access() throws IOException {
    String token = cluster.token();
    return new ProxmoxAccess(
        cluster.api().url(),
        null,
        cluster.fingerprint(),
        bench.secret("token-id", token.substring(0, token.indexOf('='))),
        bench.secret("token-secret", token.substring(token.indexOf('=') + 1)));
  }

  private ProxmoxOrder.Ssh ssh() throws IOException {
    return new ProxmoxOrder.Ssh(
        "root",
        bench.secret("ssh-key", cluster.clientKey()),
        Stream.of("pve01", "pve02").map(node -> cluster.shell(node).hostKey()).toList(),
        cluster.shell("pve01").port());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
