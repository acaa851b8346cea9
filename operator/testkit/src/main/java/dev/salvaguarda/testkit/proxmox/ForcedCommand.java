package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node does for who logs in: our wrapper's words, {@code backup VMID [fleecing=STORE]},
 * {@code restore-test VMID STORE [MARK]} with an archive on standard input, {@code start}, {@code
 * ping} and {@code destroy VMID [MARK]}, and {@code probe}, after which a last line on standard
 * error tells the exit status as {@code GUARD-EXIT n}; and {@code vzdump}, {@code qm}, {@code
 * qmrestore} and {@code pct} themselves, as without a wrapper.
 */
final class ForcedCommand {
  private static final int REFUSED = 64;
  private static final int FAILED = 255;
  private static final String TEST = "salvaguarda-test";
  private static final Pattern BACKUP =
      Pattern.compile("backup ([1-9][0-9]{2,8})(?: fleecing=([a-zA-Z][a-zA-Z0-9_.-]*))?");

  /** Guests that are tried have numbers from here on: 9000 to 9999. */
  private static final Pattern RESTORE =
      Pattern.compile("restore-test (9[0-9]{3}) ([a-zA-Z][a-zA-Z0-9_.-]*)(?: (sv-[a-z0-9-]+))?");

  private static final Pattern OF_TEST =
      Pattern.compile("(start|ping|destroy) (9[0-9]{3})(?: (sv-[a-z0-9-]+))?");

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
      new BackupLog(output).say("pve-manager/%s/14a22df".formatted(settings.version()));
      return 0;
    }
    Matcher ofTest = OF_TEST.matcher(command);
    if (ofTest.matches()) {
      return ofTest(ofTest.group(1), ofTest.group(2), ofTest.group(3), log);
    }
    Matcher restore = RESTORE.matcher(command);
    if (restore.matches()) {
      String mark = restore.group(3) == null ? "" : ";" + restore.group(3);
      return guests.restore(
          List.of("qm", restore.group(1), "--tags", TEST + mark, "--unique", "1"), 1, input, log);
    }
    Matcher backup = BACKUP.matcher(command);
    if (!backup.matches()) {
      log.say("refused: " + command);
      return REFUSED;
    }
    String fleecing = backup.group(2) == null ? "" : backup.group(2);
    String told =
        "vzdump %s --stdout 1 --mode snapshot --compress 0".formatted(backup.group(1))
            + (fleecing.isEmpty() ? "" : " --fleecing enabled=1,storage=" + fleecing);
    return vzdump.run(request(backup.group(1), fleecing, told), output, log);
  }

  private int ofTest(String verb, String vmid, @Nullable String mark, BackupLog log)
      throws IOException {
    List<String> tags = guests.tags(vmid);
    if (!tags.contains(TEST) || (mark != null && !tags.contains(mark))) {
      log.say("refused: this guest was not made by this test");
      return REFUSED;
    }
    return guests.ofTest(verb, vmid, log);
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
