package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What {@code qm}, {@code qmrestore} and {@code pct} do on a node. */
final class GuestCommands {
  private static final int FAILED = 255;

  private final Inventory inventory;
  private final GuestRestore restore;
  private final GuestPower power;

  GuestCommands(String node, Inventory inventory) {
    this.inventory = inventory;
    this.restore = new GuestRestore(node, inventory);
    this.power = new GuestPower(inventory);
  }

  /** Runs one, if it is one of these; the exit status. */
  Optional<Integer> run(String command, InputStream input, OutputStream output, BackupLog log)
      throws IOException {
    List<String> words = List.of(command.split(" +"));
    String verb = words.getFirst() + " " + (words.size() > 1 ? words.get(1) : "");
    if (verb.equals("qmrestore -")) {
      return Optional.of(restore(words, 2, input, log));
    }
    if (verb.equals("qm create") || verb.equals("pct restore")) {
      return Optional.of(restore(words, 2, input, log));
    }
    boolean isPlain =
        words.size() > 2 && (words.getFirst().equals("qm") || words.getFirst().equals("pct"));
    if (!isPlain) {
      return Optional.empty();
    }
    return switch (words.get(1)) {
      case "start" -> Optional.of(act(words.get(2), power::start, log));
      case "stop" -> Optional.of(act(words.get(2), power::stop, log));
      case "destroy" -> Optional.of(destroy(words.get(2), log));
      case "status" -> Optional.of(status(words.get(2), output, log));
      case "guest" ->
          command.matches("qm guest cmd \\d+ ping")
              ? Optional.of(act(words.get(3), power::ping, log))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  boolean isThere(String vmid) {
    return guest(vmid).isPresent();
  }

  /** The tags of a guest; none where there is no such guest. */
  List<String> tags(String vmid) {
    return guest(vmid)
        .map(found -> List.of(found.config().getOrDefault("tags", "").split(";", -1)))
        .orElse(List.of());
  }

  /** Takes away a guest that has nothing of what was to be restored. */
  void clear(String vmid) {
    guest(vmid)
        .filter(one -> one.lock() == null && !one.isRunning())
        .filter(one -> one.config().isEmpty() || one.config().equals(Map.of("memory", "128")))
        .ifPresent(one -> inventory.remove(one.vmid()));
  }

  /** What the guard does with a guest that it made: it stops it before it destroys it. */
  int ofMade(String verb, String vmid, BackupLog log) throws IOException {
    return switch (verb) {
      case "start" -> act(vmid, power::start, log);
      case "ping" -> act(vmid, power::ping, log);
      default -> {
        int _ = act(vmid, power::stop, log);
        yield destroy(vmid, log);
      }
    };
  }

  /** What the guard does with a program for a guest that it made; its words in base64url. */
  int exec(String vmid, List<String> words, OutputStream output, BackupLog log) throws IOException {
    List<String> argv =
        words.stream()
            .map(word -> new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8))
            .toList();
    Optional<SimulatedGuest> there = guest(vmid);
    if (there.isEmpty() || !there.get().isRunning()) {
      if (there.isPresent() && there.get().kind() == SimulatedGuest.Kind.LXC) {
        log.say("the container does not run or has no sh, or the program prints too much");
        return 1;
      }
      log.say("VM %s is not running".formatted(vmid));
      return FAILED;
    }
    GuestProgram program = inventory.programs().apply(argv);
    return there.get().kind() == SimulatedGuest.Kind.LXC
        ? program.inContainer(output)
        : program.byAgent(output, log);
  }

  int destroy(String vmid, BackupLog log) throws IOException {
    return act(vmid, power::destroy, log);
  }

  /** Restores what comes from a stream; options as {@code --key value}. */
  int restore(List<String> words, int vmidAt, InputStream input, BackupLog log) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = vmidAt + 1; i + 1 < words.size(); i++) {
      if (words.get(i).startsWith("--")) {
        options.put(words.get(i).substring(2), words.get(i + 1));
      }
    }
    if (words.size() <= vmidAt || !words.get(vmidAt).matches("[1-9][0-9]{2,8}")) {
      log.say("400 Parameter verification failed.\nvmid: invalid format");
      return FAILED;
    }
    if (words.getFirst().equals("pct") && !options.containsKey("rootfs")) {
      log.say("unable to restore from standard input without 'rootfs'");
      return FAILED;
    }
    try {
      restore.run(Integer.parseInt(words.get(vmidAt)), input, options, log);
      return 0;
    } catch (IOException e) {
      try {
        log.say(String.valueOf(e.getMessage()));
      } catch (IOException gone) {
        // Who asked is gone; what was made of a part of an archive is cleared up all the same.
      }
      return FAILED;
    }
  }

  private int status(String vmid, OutputStream output, BackupLog log) throws IOException {
    BackupLog told = new BackupLog(output);
    Optional<SimulatedGuest> guest = guest(vmid);
    if (guest.isEmpty()) {
      log.say("Configuration file '%s.conf' does not exist".formatted(vmid));
      return FAILED;
    }
    told.say("status: " + new GuestDescription(guest.get()).status());
    return 0;
  }

  private int act(String vmid, Function<SimulatedGuest, Optional<String>> act, BackupLog log)
      throws IOException {
    Optional<String> refusal =
        guest(vmid)
            .map(act)
            .orElse(Optional.of("Configuration file '%s.conf' does not exist".formatted(vmid)));
    if (refusal.isPresent()) {
      log.say(refusal.get());
    }
    return refusal.isPresent() ? FAILED : 0;
  }

  private Optional<SimulatedGuest> guest(String vmid) {
    return vmid.matches("\\d{1,9}") ? inventory.guest(Integer.parseInt(vmid)) : Optional.empty();
  }
}
