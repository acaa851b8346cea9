package dev.salvaguarda.api.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the derived files; {@code make crds} runs it. */
public final class Generate {
  private Generate() {}

  /** The one argument is the folder of the repository. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    write(root.resolve("crds"), CrdFiles.render());
    // A chart holds nothing that lies outside of its folder.
    write(root.resolve(CrdFiles.IN_CHART), CrdFiles.render());
    write(root.resolve(ChartPage.FOLDER), ChartPage.render(root));
    write(root.resolve(ArgoPatch.FOLDER), ArgoPatch.render(root));
    write(root.resolve("docs", "reference"), ReferencePages.render());
  }

  private static void write(Path folder, Map<String, String> files) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
