package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.guest.ArchiveOrigin;
import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.port.SpoolApi;
import dev.salvaguarda.agent.proxmox.BackupStorage;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.failure.RetryMeaning;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** vzdump is started by the API, and writes the archive to a storage that the pod mounts too. */
public final class SpoolOrigin implements ArchiveOrigin {
  /** A host answers for one path at a time. */
  private static final int MOST_ASKED = 50;

  private final SpoolApi api;
  private final Way way;
  private final SpoolMark mark;
  private final SpoolPace pace;

  /**
   * What is asked of the host.
   *
   * @param storage of the host
   * @param folder where the pod sees it; empty where nothing is read
   * @param fleecingStorage storage of the host that keeps what a guest overwrites meanwhile; null
   *     means none
   */
  public record Way(String storage, String folder, Mode mode, @Nullable String fleecingStorage) {
    /** That of an order for a spool. */
    public static Way of(ProxmoxOrder order, ProxmoxOrder.Spool spool) {
      return new Way(spool.storage(), spool.folder(), order.mode(), order.fleecingStorage());
    }
  }

  /**
   * Has copied what its caller asks for.
   *
   * @param mark of this worker
   */
  public SpoolOrigin(SpoolApi api, Way way, SpoolMark mark, SpoolPace pace) {
    this.api = api;
    this.way = way;
    this.mark = mark;
    this.pace = pace;
  }

  /** One that is only looked at. */
  public static SpoolOrigin ofALook(
      SpoolApi api, String storage, @Nullable String fleecingStorage) {
    return new SpoolOrigin(
        api,
        new Way(storage, "", Mode.SNAPSHOT, fleecingStorage),
        new SpoolMark("", ""),
        SpoolPace.USUAL);
  }

  @Override
  public void tidy(Inventory inventory, Notes notes) throws InterruptedException {
    Set<String> nodes = new TreeSet<>();
    inventory.guests().forEach(guest -> nodes.add(guest.node()));
    inventory.nodes().stream()
        .filter(one -> !one.online())
        .forEach(one -> nodes.remove(one.name()));
    for (String node : nodes) {
      try {
        tidy(new SpoolPlace(api, node, way.storage(), way.folder(), pace), notes);
      } catch (SourceException e) {
        notes.warning(
            null,
            SpoolPlace.stays(e.failure(), "what an earlier worker had written on node " + node));
      }
    }
  }

  private void tidy(SpoolPlace place, Notes notes) throws SourceException, InterruptedException {
    if (api.storage(place.node(), way.storage()).filter(BackupStorage::active).isPresent()) {
      List<SpooledArchive> there = place.archives();
      place.remove(
          null, there.stream().filter(one -> mark.isLeftOver(one.notes())).toList(), notes);
    }
  }

  @Override
  public SendingProgram start(Guest guest, Inventory inventory, Notes notes)
      throws SourceException, InterruptedException {
    try {
      BackupStorage storage = require(guest.node(), inventory);
      SpoolPlace place = new SpoolPlace(api, guest.node(), way.storage(), way.folder(), pace);
      String target = ProxmoxOrder.target(guest.vmid());
      List<SpooledArchive> there = place.archives();
      place.remove(target, there.stream().filter(one -> isLeftOver(one, guest)).toList(), notes);
      Set<String> before = there.stream().map(SpooledArchive::volume).collect(Collectors.toSet());
      long needed = api.driveBytes(guest);
      if (needed > storage.availableBytes()) {
        notes.info(target, shortOfSpace(guest, storage, needed));
      }
      String task = begin(guest, inventory.version(), notes);
      return new SpooledProgram(place, guest, task, before, mark, notes);
    } catch (SourceException e) {
      // Another guest may be on another node, and one that can't be asked is not asked for long.
      throw SourceException.ofTarget(e.failure().reason(), e.failure().message(), e);
    }
  }

  /** Nothing else of this worker is at this guest. */
  private boolean isLeftOver(SpooledArchive one, Guest guest) {
    return mark.isLeftOver(one.notes()) || (one.vmid() == guest.vmid() && mark.isOwn(one.notes()));
  }

  private String begin(Guest guest, ProxmoxVersion version, Notes notes)
      throws SourceException, InterruptedException {
    try {
      return api.start(guest.node(), parameters(guest, version));
    } catch (SourceException e) {
      if (e.failure().reason().retry() == RetryMeaning.BACK_OFF) {
        notes.warning(
            ProxmoxOrder.target(guest.vmid()),
            SpoolPlace.stays(e.failure(), "vzdump runs on the host all the same, and its archive"));
      }
      throw e;
    }
  }

  @Override
  public List<Privilege> needed(List<Guest> guests) {
    List<Privilege> needed = new ArrayList<>();
    needed.add(Privilege.auditStorage(way.storage()));
    needed.add(Privilege.allocate(way.storage()));
    if (way.fleecingStorage() != null) {
      needed.add(Privilege.allocate(way.fleecingStorage()));
    }
    guests.stream().limit(MOST_ASKED).map(Guest::vmid).map(Privilege::backup).forEach(needed::add);
    return needed;
  }

  @Override
  public void requireOpen(Inventory inventory, List<Guest> guests)
      throws SourceException, InterruptedException {
    BackupStorage _ = require(guests.getFirst().node(), inventory);
  }

  private BackupStorage require(String node, Inventory inventory)
      throws SourceException, InterruptedException {
    if (!inventory.version().isAtLeast(ProxmoxVersion.WITH_NOTES)) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_VERSION_UNSUPPORTED,
          "Proxmox VE %s keeps no notes with archives, so what a worker leaves behind could not be told from what is yours: transport.spool needs %s or later, transport.ssh does not."
              .formatted(inventory.version().text(), ProxmoxVersion.WITH_NOTES.text()));
    }
    BackupStorage storage =
        api.storage(node, way.storage())
            .orElseThrow(() ->
                SourceException.ofSource(
                    FailureReason.SOURCE_NOT_FOUND,
                    "Node %s has no storage %s, or the token may not see it: it needs Datastore.Audit on /storage/%2$s."
                        .formatted(node, way.storage())));
    if (!storage.takesBackups()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_NOT_FOUND,
          "The storage %s takes no backups: allow that content for it on the host."
              .formatted(way.storage()));
    }
    if (!storage.active()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_UNREACHABLE,
          "Node %s does not reach the storage %s now.".formatted(node, way.storage()));
    }
    return storage;
  }

  private Map<String, String> parameters(Guest guest, ProxmoxVersion version) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("vmid", String.valueOf(guest.vmid()));
    parameters.put("storage", way.storage());
    parameters.put(
        "mode",
        switch (way.mode()) {
          case SNAPSHOT -> "snapshot";
          case SUSPEND -> "suspend";
          case STOP -> "stop";
        });
    // What is compressed can't be told from what was there last night.
    parameters.put("compress", "0");
    // Else the storage's own retention would remove archives of others.
    parameters.put("remove", "0");
    parameters.put("notes-template", mark.notes());
    if (version.isAtLeast(ProxmoxVersion.WITH_NOTIFICATION_MODE)) {
      // With no address beside it nobody is told; who is to be told, is told by us.
      parameters.put("notification-mode", "legacy-sendmail");
    }
    if (way.fleecingStorage() != null
        && guest.kind() == GuestKind.QEMU
        && version.isAtLeast(ProxmoxVersion.WITH_FLEECING)) {
      parameters.put("fleecing", "enabled=1,storage=" + way.fleecingStorage());
    }
    return parameters;
  }

  private static String shortOfSpace(Guest guest, BackupStorage storage, long needed) {
    return "The drives of %s can hold %d MiB, and the storage %s has %d MiB left: its archive fits only if that much of them is empty."
        .formatted(guest.text(), needed >> 20, storage.name(), storage.availableBytes() >> 20);
  }
}
