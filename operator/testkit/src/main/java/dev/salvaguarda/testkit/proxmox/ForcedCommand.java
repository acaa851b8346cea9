package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node does for who logs in: our wrapper's words, {@code backup VMID [fleecing=STORE]} and
 * {@code probe}, after which a last line on standard error tells the exit status as {@code
 * GUARD-EXIT n}; and {@code vzdump} itself, as without a wrapper.
 */
final class ForcedCommand {
  private static final int REFUSED = 64;
  private static final int FAILED = 255;
  private static final Pattern BACKUP =
      Pattern.compile("backup ([1-9][0-9]{2,8})(?: fleecing=([a-zA-Z][a-zA-Z0-9_.-]*))?");

  private final ProxmoxSettings settings;
  private final Vzdump vzdump;

  ForcedCommand(ProxmoxSettings settings, Vzdump vzdump) {
    this.settings = settings;
    this.vzdump = vzdump;
  }

  /**
   * Runs to its end.
   *
   * @throws PlannedEnd where no exit status comes
   */
  int run(String command, OutputStream output, OutputStream errors) throws IOException {
    BackupLog log = new BackupLog(errors);
    if (command.startsWith("vzdump ")) {
      return plain(command, output, log);
    }
    int status = guarded(command, output, log);
    log.say("GUARD-EXIT " + status);
    return status;
  }

  private int guarded(String command, OutputStream output, BackupLog log) throws IOException {
    if (command.equals("probe")) {
      new BackupLog(output).say("pve-manager/%s/14a22df".formatted(settings.version()));
      return 0;
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
    return vzdump.run(
        new BackupRequest(Integer.parseInt(backup.group(1)), fleecing, told), output, log);
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
    return vzdump.run(
        new BackupRequest(Integer.parseInt(words.get(1)), store, command), output, log);
  }
}
