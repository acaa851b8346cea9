package dev.salvaguarda.agent.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two nodes with three tiny guests, a repository in memory, and the pods that come and go. */
final class GuestWorld implements AutoCloseable {
  static final List<String> NODES = List.of("pve01", "pve02");
  static final List<Integer> GUESTS = List.of(100, 101, 102);

  /** What a host, or a worker that is told to stop, may take. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int CLUSTER = 65_536;

  private final Path folder;
  private final ProxmoxCluster cluster;
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final TestRepository repository;
  private final List<Worker> workers = new ArrayList<>();
  private final Map<String, Map<String, String>> kept = new TreeMap<>();
  private final Set<Integer> lockedByOthers = new TreeSet<>();
  private final Set<Integer> changedOnTheWay = new TreeSet<>();
  private @Nullable Path spool;
  private int day = 1;

  /**
   * What takes long to make, and many worlds may share.
   *
   * @param repository what is in the store of one without snapshots
   */
  record Given(
      ServerCertificate certificate, RepositoryContext context, Map<String, byte[]> repository) {
    static Given in(Path folder) {
      InMemoryObjectStore store = new InMemoryObjectStore();
      RepositoryContext context = TestRepository.newContext();
      TestRepository.in(store, folder, context).create().close();
      return new Given(ServerCertificate.create(folder), context, store.objects());
    }
  }

  GuestWorld(long seed, Path folder, Given given) {
    this.folder = folder;
    this.cluster =
        ProxmoxCluster.start(
            ProxmoxSettings.of(seed).withNodes(NODES.toArray(String[]::new)), given.certificate());
    this.objects.objects().putAll(given.repository());
    this.repository = TestRepository.in(objects, folder, given.context());
    GUESTS.forEach(this::make);
  }

  private void make(int vmid) {
    SimulatedGuest _ =
        switch (vmid) {
          case 100 ->
              cluster
                  .virtualMachine(vmid, "mail", "pve01")
                  .drive("scsi0", 6L * CLUSTER)
                  .drive("scsi1", CLUSTER + 4096L)
                  .withAgent()
                  .extentsOf(2)
                  .start();
          case 101 ->
              cluster
                  .virtualMachine(vmid, "payroll", "pve02")
                  .drive("virtio0", 2L * CLUSTER)
                  .withAgent()
                  .extentsOf(2)
                  .start();
          default -> cluster.container(vmid, "desk", "pve01").files(12, 5_000).start();
        };
    cluster.guest(vmid).day(day);
  }

  ProxmoxCluster cluster() {
    return cluster;
  }

  TestRepository repository() {
    return repository;
  }

  /** A pod of its own. */
  Worker worker() {
    return worker("nightly");
  }

  /** A pod of some policy's own. */
  Worker worker(String policy) {
    Worker worker = new Worker(this, workers.size() + 1, policy);
    workers.add(worker);
    return worker;
  }

  /** Where pods see the storage by which guests are copied; null where they are by SSH. */
  @Nullable String spool() {
    return spool == null ? null : spool.toString();
  }

  /** From now on guests are copied by a storage. */
  void copyBySpool() throws IOException {
    spool = Files.createDirectory(folder.resolve("spool"));
    cluster.spool(spool);
  }

  /** Nothing of ours lies on the storage. */
  void requireNoArchive() throws IOException {
    if (spool != null) {
      try (Stream<Path> left = Files.list(spool.resolve("dump"))) {
        assertThat(left.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.endsWith(".vma") || name.endsWith(".tar"));
      }
    }
  }

  /** About as many bytes as the archive of a guest has. */
  static int archiveBytes(int vmid) {
    return switch (vmid) {
      case 100 -> 6 * CLUSTER;
      case 101 -> 2 * CLUSTER;
      default -> CLUSTER;
    };
  }

  /** Somebody else holds a guest. */
  void lock(int vmid, String reason) {
    lockedByOthers.add(vmid);
    find(vmid).forEach(guest -> guest.lock(reason));
  }

  /** The node of a guest dies while the guest is copied, which leaves a lock on a real one, too. */
  void expectLock(int vmid) {
    lockedByOthers.add(vmid);
  }

  /** Nothing in an archive tells that its content was changed before it came. */
  void expectOtherContent(int vmid) {
    changedOnTheWay.add(vmid);
  }

  private List<SimulatedGuest> find(int vmid) {
    try {
      return List.of(cluster.guest(vmid));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /** Nothing can be written to the scratch space any more. */
  void spoilScratch() {
    try {
      if (Files.isDirectory(repository.scratch())) {
        Files.move(repository.scratch(), folder.resolve("scratch-" + System.nanoTime()));
        Files.createFile(repository.scratch());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No guest is locked, except by what we do not lock. */
  void requireUnlocked() {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() ->
            assertThat(GUESTS)
                .filteredOn(vmid -> !lockedByOthers.contains(vmid))
                .flatExtracting(this::find)
                .allSatisfy(guest -> assertThat(guest.lock()).as(guest.name()).isNull()));
  }

  /** None of the guests is left with which copies are tried. */
  void requireNoGuestOfATest() {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(Worker.SANDBOX).noneMatch(vmid -> cluster.hasGuest(vmid)));
  }

  /** A person mends it all, and the next day comes. */
  void heal() throws IOException {
    cluster.api().atRequest(Long.MAX_VALUE, () -> {});
    cluster.api().up();
    cluster.api().grantToken();
    cluster.silentAgents(0);
    objects.objects().keySet().removeIf(key -> key.startsWith("locks/"));
    lockedByOthers.clear();
    changedOnTheWay.clear();
    if (!Files.isDirectory(repository.scratch())) {
      Files.delete(repository.scratch());
      Files.createDirectory(repository.scratch());
    }
    for (String node : NODES) {
      cluster.setOnline(node, true);
      cluster.shell(node).afterInput(Long.MAX_VALUE, () -> {});
    }
    day++;
    for (int vmid : GUESTS) {
      if (find(vmid).isEmpty()) {
        make(vmid);
      }
      cluster.guest(vmid).lock(null).everyBackup().day(day);
    }
  }

  /** Each snapshot restores, to what its guest was on its day. */
  void requireRestorable() throws IOException {
    try (StoredGuests stored = StoredGuests.open(repository)) {
      for (StoredGuests.Copy copy : stored.copies()) {
        Map<String, String> sums = stored.sums(copy);
        Map<String, String> before = kept.putIfAbsent(copy.id(), sums);
        if (before != null) {
          assertThat(sums).as(copy.target()).isEqualTo(before);
        } else if (!changedOnTheWay.contains(copy.vmid())) {
          assertThat(sums).as(copy.target()).isEqualTo(StoredGuests.sums(guestOf(copy.vmid())));
        }
      }
    }
  }

  private SimulatedGuest guestOf(int vmid) {
    if (find(vmid).isEmpty()) {
      make(vmid);
    }
    return cluster.guest(vmid);
  }

  /** Snapshots that are there. */
  Set<String> snapshots() {
    return new TreeSet<>(
        objects.objects().keySet().stream()
            .filter(key -> key.startsWith("snapshots/"))
            .map(key -> key.substring("snapshots/".length()))
            .toList());
  }

  /** No lock on the repository is left, except by whom the store went away. */
  void requireNoLock() {
    if (workers.stream().noneMatch(worker -> worker.store().isBroken())) {
      assertThat(objects.objects().keySet()).noneMatch(key -> key.startsWith("locks/"));
    }
  }

  /** Stock restic finds nothing wrong. */
  void requireClean() throws IOException {
    Path copy = folder.resolve("oracle-" + System.nanoTime());
    for (String kind : List.of("data", "index", "keys", "locks", "snapshots")) {
      Files.createDirectories(copy.resolve(kind));
    }
    for (Map.Entry<String, byte[]> object : objects.objects().entrySet()) {
      Path file = copy.resolve(object.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, object.getValue());
    }
    new Restic(copy, folder).check();
  }

  /** What the workers said. */
  String log() {
    StringBuilder all = new StringBuilder();
    workers.forEach(worker -> all.append(worker.log()).append("---\n"));
    return all.toString();
  }

  @Override
  public void close() {
    cluster.api().up();
    cluster.close();
  }
}
