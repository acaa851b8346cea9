package dev.salvaguarda.testkit.proxmox;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine or container of a simulated cluster. It runs, is on day 1 and is not locked
 * until a test says otherwise; every method that changes it gives it back.
 */
public final class SimulatedGuest {
  /** Where its drives are said to be. */
  static final String STORAGE = "local-lvm";

  /** What a guest is, named as in the API. */
  public enum Kind {
    QEMU("qemu"),
    LXC("lxc");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As in paths and rows of the API. */
    public String word() {
      return word;
    }
  }

  private final Kind kind;
  private final int vmid;
  private final String name;
  private final long seed;
  private final List<DriveImage> drives = new CopyOnWriteArrayList<>();
  private final Queue<List<Fault>> faults = new ConcurrentLinkedQueue<>();
  private volatile List<Fault> standingFaults = List.of();
  private volatile String node;
  private volatile boolean running = true;
  private volatile boolean template;
  private volatile boolean agent;
  private volatile int extentClusters = 58;
  private volatile String tags = "";
  private volatile String pool = "";
  private volatile @Nullable String lock;
  private volatile int day = 1;
  private volatile @Nullable RestoredGuest restored;
  private volatile int silence;
  private int silentPings;
  private volatile boolean canSnapshot = true;
  private volatile ContainerTree tree = new ContainerTree(0, 0, 0, 0);

  SimulatedGuest(Kind kind, int vmid, String name, String node, long seed) {
    this.kind = kind;
    this.vmid = vmid;
    this.name = name;
    this.node = node;
    this.seed = seed;
  }

  /** Adds a drive, 60 percent of it filled, of which 2 percent of the blocks change each day. */
  public SimulatedGuest drive(String key, long size) {
    return drive(key, size, 60, Math.max(1, (int) (size / DriveImage.BLOCK / 50)));
  }

  /** Adds a drive whose blocks change here and there. */
  public SimulatedGuest drive(String key, long size, int filledPercent, int changedBlocks) {
    return drive(key, size, filledPercent, changedBlocks, 1);
  }

  /** Adds a drive whose blocks change in runs of so many. */
  public SimulatedGuest drive(
      String key, long size, int filledPercent, int changedBlocks, int run) {
    drives.add(
        new DriveImage(key, size, seed * 131 + key.hashCode(), filledPercent, changedBlocks, run));
    return this;
  }

  /** Adds {@code efidisk0}, whose size of 540,672 bytes ends within a cluster. */
  public SimulatedGuest efiDisk() {
    return drive("efidisk0", DriveImage.EFI_DISK, 100, 1);
  }

  /** Gives a container its files, of which 2 percent change each day. */
  public SimulatedGuest files(int count, int largest) {
    tree = new ContainerTree(seed, count, largest, Math.max(1, count / 50));
    return this;
  }

  /** Puts a container where no snapshots can be made: its files are copied to the host first. */
  public SimulatedGuest withoutSnapshots() {
    canSnapshot = false;
    return this;
  }

  /** Sets its tags, separated by semicolons. */
  public SimulatedGuest tags(String all) {
    tags = all;
    return this;
  }

  /** Puts it into a pool. */
  public SimulatedGuest pool(String name) {
    pool = name;
    return this;
  }

  /** Its archives have so many clusters to an extent, 1 to 59, where QEMU's have 58. */
  public SimulatedGuest extentsOf(int clusters) {
    extentClusters = clusters;
    return this;
  }

  int extentClusters() {
    return extentClusters;
  }

  /** Gives it a guest agent that answers. */
  public SimulatedGuest withAgent() {
    agent = true;
    return this;
  }

  /** Makes a template of it. */
  public SimulatedGuest asTemplate() {
    template = true;
    running = false;
    return this;
  }

  /** Starts it. */
  public synchronized SimulatedGuest start() {
    running = true;
    silentPings = silence;
    return this;
  }

  /** Stops it. */
  public SimulatedGuest stop() {
    running = false;
    return this;
  }

  /** Locks it, as {@code backup} or {@code migrate}; null takes the lock away. */
  public SimulatedGuest lock(@Nullable String reason) {
    lock = reason;
    return this;
  }

  /** Migrates it. */
  public SimulatedGuest moveTo(String otherNode) {
    node = otherNode;
    return this;
  }

  /** Goes on to a day, 1 or later. */
  public SimulatedGuest day(int number) {
    day = number;
    return this;
  }

  /** The next copy that nothing else is planned for goes wrong so; none for one that goes well. */
  public SimulatedGuest nextBackup(Fault... plan) {
    faults.add(List.of(plan));
    return this;
  }

  /** Every copy without a plan of its own goes wrong so from now on; none for all going well. */
  public SimulatedGuest everyBackup(Fault... plan) {
    standingFaults = List.of(plan);
    return this;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Its number. */
  public int vmid() {
    return vmid;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Where it is now. */
  public String node() {
    return node;
  }

  /** Its pool, empty for none. */
  public String pool() {
    return pool;
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return running;
  }

  /** Who holds it, null for nobody. */
  public @Nullable String lock() {
    return lock;
  }

  boolean hasAgent() {
    return agent;
  }

  boolean isTemplate() {
    return template;
  }

  String tags() {
    return tags;
  }

  boolean canSnapshot() {
    return canSnapshot;
  }

  /** The files of a container as they are today; none of a virtual machine. */
  public List<ContainerMember> members() {
    return tree.on(day);
  }

  /** Its drives as they are today, in the order in which Proxmox copies them. */
  public List<DriveContent> drives() {
    return drives.stream()
        .sorted(Comparator.comparing(DriveImage::key))
        .map(drive -> drive.on(day))
        .toList();
  }

  /** One of its drives as it is today. */
  public DriveContent drive(String key) {
    return drives().stream()
        .filter(drive -> drive.image().key().equals(key))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no drive " + key));
  }

  List<Fault> takeFaults() {
    List<Fault> next = faults.poll();
    return next == null ? standingFaults : next;
  }

  /** The lines of the file that describes it on its host, by their keys. */
  public Map<String, String> config() {
    RestoredGuest content = restored;
    return content == null ? new GuestDescription(this).config() : content.config();
  }

  /** What came out of an archive, where this guest did. */
  public Optional<RestoredGuest> restored() {
    return Optional.ofNullable(restored);
  }

  SimulatedGuest restored(RestoredGuest content) {
    restored = content;
    return this;
  }

  /** The agent keeps silent so often after each start, and answers from then on. */
  public SimulatedGuest silentFor(int pings) {
    silence = pings;
    return this;
  }

  synchronized boolean agentAnswers() {
    silentPings--;
    return silentPings < 0;
  }
}
