import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints the sizes of an image's layers and what software is in it, from its archive. */
final class ImageContents {
  private static final String SBOM = "opt/salvaguarda/sbom/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path archive;
  private final Map<String, String> software = new TreeMap<>();

  private ImageContents(Path archive) {
    this.archive = archive;
  }

  public static void main(String[] args) throws Exception {
    new ImageContents(Path.of(args[0])).print();
  }

  private void print() throws Exception {
    JsonNode manifest = JSON.readTree(tar("-xOf", archive.toString(), "manifest.json")).get(0);
    JsonNode config =
        JSON.readTree(tar("-xOf", archive.toString(), manifest.get("Config").asText()));
    List<String> steps = new ArrayList<>();
    for (JsonNode step : config.path("history")) {
      if (!step.path("empty_layer").asBoolean()) {
        steps.add(step.path("created_by").asText());
      }
    }
    long all = 0;
    int number = 0;
    for (JsonNode layer : manifest.get("Layers")) {
      long bytes = size(layer.asText());
      all += bytes;
      System.out.printf("%8.1f MB  %s%n", bytes / 1e6, words(number < steps.size() ? steps.get(number) : ""));
      number++;
      software(layer.asText());
    }
    System.out.printf("%8.1f MB  in all, as it lies on a node%n%n", all / 1e6);
    software.forEach((name, version) -> System.out.printf("%-64s %s%n", name, version));
    System.out.printf("%d parts; the image has the lists in /%s%n", software.size(), SBOM);
  }

  private static String words(String step) {
    String line = step.replaceAll("\\s+", " ").replaceFirst("^.*#\\(nop\\) ", "");
    return line.length() > 90 ? line.substring(0, 89) + "…" : line;
  }

  private long size(String layer) throws Exception {
    String[] columns = tar("-tvf", archive.toString(), layer).strip().split("\\s+");
    return Long.parseLong(columns[2]);
  }

  /** What the lists say that a layer may hold. */
  private void software(String layer) throws Exception {
    for (String name : run("sh", "-c", "tar -xOf \"$0\" \"$1\" | tar -t", archive.toString(), layer).split("\n")) {
      if (!name.replaceFirst("^\\./", "").startsWith(SBOM) || name.endsWith("/")) {
        continue;
      }
      String list = run("sh", "-c", "tar -xOf \"$0\" \"$1\" | tar -xO \"$2\"", archive.toString(), layer, name);
      if (name.endsWith(".json")) {
        for (JsonNode part : JSON.readTree(list).path("components")) {
          software.put(
              "jar  " + part.path("group").asText() + ":" + part.path("name").asText(),
              part.path("version").asText());
        }
      } else {
        String kind = name.contains("restic") ? "go   " : "deb  ";
        list.lines().map(line -> line.split("\t")).forEach(columns -> software.put(kind + columns[0], columns[1]));
      }
    }
  }

  private static String tar(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("tar"));
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
    }
    return output;
  }
}
