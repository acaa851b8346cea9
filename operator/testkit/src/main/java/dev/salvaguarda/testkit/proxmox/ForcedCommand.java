package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node does for who logs in: our wrapper's words, {@code backup VMID [mode=MODE]
 * [fleecing=STORE]}, {@code restore-test VMID STORE [MARK]} and {@code restore VMID STORE MARK
 * [unique] [force]} with an archive on standard input, {@code restore-test-ct} and {@code
 * restore-ct} for containers, {@code start}, {@code ping}, {@code exec} and {@code destroy VMID
 * [MARK]}, and {@code probe}, after which a last line on standard error tells the exit status as
 * {@code GUARD-EXIT n}; and {@code vzdump}, {@code qm}, {@code qmrestore} and {@code pct}
 * themselves, as without a wrapper.
 */
final class ForcedCommand {
  private static final int REFUSED = 64;
  private static final int TAKEN = 75;
  private static final int FAILED = 255;
  private static final String TEST = "salvaguarda-test";
  private static final String RESTORED = "salvaguarda-restored";
  private static final Pattern BACKUP =
      Pattern.compile(
          "backup ([1-9][0-9]{2,8})(?: mode=(suspend|stop))?(?: fleecing=([a-zA-Z][a-zA-Z0-9_.-]*))?");

  /** Guests that are tried have numbers from here on: 9000 to 9999. */
  private static final Pattern RESTORE =
      Pattern.compile("restore-test (9[0-9]{3}) ([a-zA-Z][a-zA-Z0-9_.-]*)(?: (sv-[a-z0-9-]+))?");

  private static final Pattern CONTAINER =
      Pattern.compile(
          "(restore-test-ct 9[0-9]{3}|restore-ct [1-8][0-9]{2}) ([a-zA-Z][a-zA-Z0-9_.-]*)"
              + " (sv-[a-z0-9-]+) ([1-9][0-9]{0,5})( unprivileged)?( unique)?( force)?");

  private static final Pattern OF_TEST =
      Pattern.compile("(start|ping|destroy) (9[0-9]{3})(?: (sv-[a-z0-9-]+))?");

  private static final Pattern EXEC =
      Pattern.compile("exec (9[0-9]{3}) (sv-[a-z0-9-]+) [1-9][0-9]{0,4}((?: [A-Za-z0-9_=-]+)+)");

  /** Guests that are to stay have numbers up to 899. */
  private static final Pattern RECOVER =
      Pattern.compile(
          "restore ([1-8][0-9]{2}) ([a-zA-Z][a-zA-Z0-9_.-]*) (sv-[a-z0-9-]+)( unique)?( force)?");

  private static final Pattern OF_RECOVERY =
      Pattern.compile("(start|ping) ([1-8][0-9]{2}) (sv-[a-z0-9-]+)");

  private final ProxmoxSettings settings;
  private final GuestCommands guests;
  private final Vzdump vzdump;

  ForcedCommand(ProxmoxSettings settings, Vzdump vzdump, GuestCommands guests) {
    this.guests = guests;
    this.settings = settings;
    this.vzdump = vzdump;
  }

  /**
   * Runs to its end.
   *
   * @throws PlannedEnd where no exit status comes
   */
  int run(String command, InputStream input, OutputStream output, OutputStream errors)
      throws IOException {
    BackupLog log = new BackupLog(errors);
    if (command.startsWith("vzdump ")) {
      return plain(command, output, log);
    }
    Optional<Integer> ended = guests.run(command, input, output, log);
    if (ended.isPresent()) {
      return ended.get();
    }
    int status = guarded(command, input, output, log);
    log.say("GUARD-EXIT " + status);
    return status;
  }

  private int guarded(String command, InputStream input, OutputStream output, BackupLog log)
      throws IOException {
    if (command.equals("probe")) {
      BackupLog said = new BackupLog(output);
      said.say("VERSION=1\nTEST_RANGE=9000-9999\nTEST_STORES=local-lvm");
      said.say("pve-manager/%s/14a22df".formatted(settings.version()));
      return 0;
    }
    Matcher ofTest = OF_TEST.matcher(command);
    if (ofTest.matches()) {
      return ofMade(TEST, ofTest, log);
    }
    Matcher exec = EXEC.matcher(command);
    if (exec.matches()) {
      return exec(exec, output, log);
    }
    Matcher ofRecovery = OF_RECOVERY.matcher(command);
    if (ofRecovery.matches()) {
      return ofMade(RESTORED, ofRecovery, log);
    }
    Matcher recover = RECOVER.matcher(command);
    if (recover.matches()) {
      boolean force = recover.group(5) != null;
      if (!force && guests.isThere(recover.group(1))) {
        return taken(log);
      }
      return made(
          recover.group(1),
          force,
          guests.restore(
              List.of(
                  "qm",
                  recover.group(1),
                  "--unique",
                  recover.group(4) != null ? "1" : "0",
                  "--onboot",
                  "0",
                  "--force",
                  force ? "1" : "0"),
              1,
              input,
              log));
    }
    Matcher restore = RESTORE.matcher(command);
    if (restore.matches()) {
      if (guests.isThere(restore.group(1))) {
        return taken(log);
      }
      String mark = restore.group(3) == null ? "" : ";" + restore.group(3);
      return made(
          restore.group(1),
          false,
          guests.restore(
              List.of("qm", restore.group(1), "--tags", TEST + mark, "--unique", "1"),
              1,
              input,
              log));
    }
    Matcher container = CONTAINER.matcher(command);
    if (container.matches()) {
      return container(container, input, log);
    }
    Matcher backup = BACKUP.matcher(command);
    if (!backup.matches()) {
      log.say("refused: " + command);
      return REFUSED;
    }
    String mode = backup.group(2) == null ? "snapshot" : backup.group(2);
    String fleecing = backup.group(3) == null ? "" : backup.group(3);
    String told =
        "vzdump %s --stdout 1 --mode %s --compress 0".formatted(backup.group(1), mode)
            + (fleecing.isEmpty() ? "" : " --fleecing enabled=1,storage=" + fleecing);
    return vzdump.run(request(backup.group(1), fleecing, told), output, log);
  }

  private int container(Matcher asked, InputStream input, BackupLog log) throws IOException {
    String vmid = asked.group(1).substring(asked.group(1).indexOf(' ') + 1);
    boolean force = asked.group(7) != null;
    if (!force && guests.isThere(vmid)) {
      return taken(log);
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                "pct",
                vmid,
                "--rootfs",
                asked.group(2) + ":" + asked.group(4),
                "--unprivileged",
                asked.group(5) != null ? "1" : "0",
                "--onboot",
                "0",
                "--force",
                force ? "1" : "0"));
    boolean isTest = asked.group(1).startsWith("restore-test-ct");
    if (isTest) {
      words.addAll(List.of("--tags", TEST + ";" + asked.group(3)));
    }
    words.addAll(List.of("--unique", isTest || asked.group(6) != null ? "1" : "0"));
    return guests.restore(words, 1, input, log);
  }

  private static int taken(BackupLog log) throws IOException {
    log.say("taken: this number has a guest");
    return TAKEN;
  }

  /** The guard takes away what a restore that failed leaves, unless a guest was there before. */
  private int made(String vmid, boolean force, int status) {
    if (status != 0 && !force) {
      guests.clear(vmid);
    }
    return status;
  }

  private int exec(Matcher asked, OutputStream output, BackupLog log) throws IOException {
    return isMade(TEST, asked.group(1), asked.group(2), log)
        ? guests.exec(asked.group(1), List.of(asked.group(3).strip().split(" ")), output, log)
        : REFUSED;
  }

  private boolean isMade(String tag, String vmid, @Nullable String mark, BackupLog log)
      throws IOException {
    List<String> tags = guests.tags(vmid);
    boolean made = tags.contains(tag) && (mark == null || tags.contains(mark));
    if (!made) {
      log.say("refused: this guest was not made by this restore");
    }
    return made;
  }

  private int ofMade(String tag, Matcher asked, BackupLog log) throws IOException {
    if (asked.group(1).equals("destroy") && isGone(asked.group(2), asked.group(3))) {
      log.say("no guest of this test is here");
      return 0;
    }
    if (!isMade(tag, asked.group(2), asked.group(3), log)) {
      return REFUSED;
    }
    return guests.ofMade(asked.group(1), asked.group(2), log);
  }

  private boolean isGone(String vmid, @Nullable String mark) {
    List<String> tags = guests.tags(vmid);
    return !guests.isThere(vmid) || (mark != null && tags.contains(TEST) && !tags.contains(mark));
  }

  private int plain(String command, OutputStream output, BackupLog log) throws IOException {
    List<String> words = List.of(command.split(" +"));
    if (words.size() < 2 || !words.get(1).matches("[1-9][0-9]{2,8}")) {
      log.say("400 Parameter verification failed.\nvmid: invalid format");
      return FAILED;
    }
    if (!words.contains("--stdout")) {
      log.say("ERROR: this double copies to standard output only");
      return FAILED;
    }
    if (!words.contains("--dumpdir")) {
      log.say("can't use storage 'local' for backups - wrong content type");
      return FAILED;
    }
    Matcher fleecing = Pattern.compile("--fleecing[= ]enabled=1,storage=(\\S+)").matcher(command);
    String store = fleecing.find() ? fleecing.group(1) : "";
    return vzdump.run(request(words.get(1), store, command), output, log);
  }

  private static BackupRequest request(String vmid, String fleecing, String told) {
    return new BackupRequest(Integer.parseInt(vmid), fleecing, told, "sending archive to stdout");
  }
}
