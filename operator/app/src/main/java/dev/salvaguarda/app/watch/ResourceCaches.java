package dev.salvaguarda.app.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The resources as the reconcilers' informers last saw them; costs no request. */
public final class ResourceCaches {
  private final Operator operator;

  public ResourceCaches(Operator operator) {
    this.operator = operator;
  }

  /** All resources of the kind that the operator watches; empty until it has begun to. */
  public <R extends HasMetadata> List<R> list(Class<R> kind) {
    return controllers()
        .filter(controller -> controller.getConfiguration().getResourceClass() == kind)
        .flatMap(controller -> controller.getEventSourceManager().getControllerEventSource().list())
        .map(kind::cast)
        .toList();
  }

  /** Hands over every object of every reconciler, with the reconciler's name. */
  public void each(BiConsumer<String, HasMetadata> visitor) {
    controllers()
        .forEach(controller ->
            controller
                .getEventSourceManager()
                .getControllerEventSource()
                .list()
                .forEach(
                    object -> visitor.accept(controller.getConfiguration().getName(), object)));
  }

  private Stream<Controller<? extends HasMetadata>> controllers() {
    if (!operator.getRuntimeInfo().isStarted()) {
      return Stream.empty();
    }
    return operator.getRegisteredControllers().stream()
        .filter(Controller.class::isInstance)
        .map(controller -> (Controller<? extends HasMetadata>) controller);
  }
}
