package dev.salvaguarda.agent.restore.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.salvaguarda.agent.proxmox.GuestKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What became of a program in a guest. */
sealed interface ProgramInGuest {
  /** What the guard lets a shell in a container write behind the program, in a last line. */
  Pattern LAST_LINE = Pattern.compile("SV-EXIT-[0-9a-f]+ ([0-9]{1,3})");

  /** How {@code timeout} ends where it ended the program. */
  int CUT_OFF = 124;

  /** How what was killed ends. */
  int KILLED = 137;

  /** How a shell ends that finds no such program, or none that can be run. */
  Set<Integer> MISSING = Set.of(126, 127);

  /** Whether it may end otherwise when it is run again. */
  boolean mayChange();

  /**
   * It ended.
   *
   * @param lastLine of its standard output, without white space at its ends
   */
  record Exited(int code, String lastLine) implements ProgramInGuest {
    @Override
    public boolean mayChange() {
      return true;
    }
  }

  /** It was still running after this time. */
  record NotEnded(long seconds) implements ProgramInGuest {
    @Override
    public boolean mayChange() {
      return false;
    }
  }

  /**
   * It was not run, or nobody knows how it ended.
   *
   * @param why a sentence for a person
   */
  record NotRun(String why, boolean mayChange) implements ProgramInGuest {}

  /**
   * Reads what the guard said: of a container, what the program itself wrote, and behind it its own
   * exit status; of a machine, what {@code qm guest exec} says of it.
   *
   * @param seconds that it was given
   */
  static ProgramInGuest of(GuestKind kind, GuardAnswer said, long seconds) {
    return switch (kind) {
      case LXC -> said.exit().isZero() ? ofShell(said.output()) : ofTimeout(said, seconds);
      case QEMU -> said.exit().isZero() ? ofAgent(said.output(), seconds) : notRun(said.lastWord());
    };
  }

  private static ProgramInGuest ofShell(String output) {
    String line = lastLine(output);
    Matcher told = LAST_LINE.matcher(line);
    if (!told.matches()) {
      return new NotRun(
          "The guard of the host does not tell how it ended: perhaps it is older than such checks. Install it again.",
          false);
    }
    int status = Integer.parseInt(told.group(1));
    if (MISSING.contains(status)) {
      return new NotRun(
          "The container has no such program, or none that can be run (%d).".formatted(status),
          true);
    }
    return status == KILLED
        ? new NotRun(
            "It did not end by itself: it was killed in the guest, for instance for want of memory.",
            true)
        : new Exited(status, lastLine(output.substring(0, output.lastIndexOf(line))));
  }

  private static ProgramInGuest ofTimeout(GuardAnswer said, long seconds) {
    return switch (said.exit().status()) {
      case CUT_OFF -> new NotEnded(seconds);
      case KILLED ->
          new NotRun(
              "It was killed: it did not end within %d s when it was asked to, or the host wants memory."
                  .formatted(seconds),
              true);
      default -> notRun(said.lastWord());
    };
  }

  private static ProgramInGuest ofAgent(String output, long seconds) {
    JsonNode told;
    try {
      told = JsonMapper.builder().build().readTree(output);
    } catch (JsonProcessingException _) {
      return new NotRun("The host's answer could not be read: perhaps it prints too much.", false);
    }
    if (told.isMissingNode()) {
      return new NotRun("The host answered nothing.", true);
    }
    if (!told.path("exited").asBoolean()) {
      return new NotEnded(seconds);
    }
    return told.path("exitcode").canConvertToInt()
        ? new Exited(
            told.path("exitcode").asInt(), lastLine(decoded(told.path("out-data").asText())))
        : new NotRun("It did not end by itself: it was killed or crashed in the guest.", true);
  }

  /** Proxmox takes each byte of what the agent tells for a character. */
  private static String decoded(String output) {
    if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(output)) {
      return output;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(output.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      return output;
    }
  }

  /** An agent that is told not to run programs will not change its mind. */
  private static ProgramInGuest notRun(String why) {
    return why.toLowerCase(Locale.ROOT).contains("disabled")
        ? new NotRun(
            "The guest's agent runs no programs, since guest-exec is disabled there: allow it in the guest's configuration of the agent, or leave this check out.",
            false)
        : new NotRun("It was not run in the guest: " + why, true);
  }

  private static String lastLine(String output) {
    String text = output.strip();
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
