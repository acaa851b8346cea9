import java.io.IOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.attribute.SignatureAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Takes the annotations off the components of compiled records in the folders named. PIT can't
 * replace a record whose components have some: the JVM refuses, and the mutant counts as noticed
 * though no test ran.
 */
void main(String[] folders) throws IOException {
  for (String folder : folders) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
        rewrite(file);
      }
    }
  }
}

void rewrite(Path file) throws IOException {
  ClassModel model = ClassFile.of().parse(file);
  if (model.elementStream().anyMatch(RecordAttribute.class::isInstance)) {
    byte[] plain =
        ClassFile.of()
            .transformClass(model, (builder, element) -> builder.with(plain(element)));
    Files.write(file, plain);
  }
}

ClassElement plain(ClassElement element) {
  return element instanceof RecordAttribute components
      ? RecordAttribute.of(components.components().stream().map(this::plain).toList())
      : element;
}

RecordComponentInfo plain(RecordComponentInfo component) {
  return RecordComponentInfo.of(
      component.name(),
      component.descriptor(),
      component.attributes().stream().filter(SignatureAttribute.class::isInstance).toList());
}
