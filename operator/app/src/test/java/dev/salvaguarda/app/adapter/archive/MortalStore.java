package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.repository.port.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store whose caller dies before a change of the bucket. Between two changes the bucket is the
 * same after each request, so dying before every change is dying between every two requests.
 */
final class MortalStore {
  private final ObjectStore behind;
  private final AtomicInteger changes;

  private MortalStore(ObjectStore behind, int changes) {
    this.behind = behind;
    this.changes = new AtomicInteger(changes);
  }

  /** Nothing catches this on the way, as nothing catches the death of a process. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** With so many changes to live for. */
  static ObjectStore of(ObjectStore behind, int changes) {
    MortalStore mortal = new MortalStore(behind, changes);
    return (ObjectStore)
        Proxy.newProxyInstance(
            MortalStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> mortal.answer(method, arguments));
  }

  private @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("close")) {
      return method.invoke(behind, arguments);
    }
    boolean changing = method.getName().startsWith("put") || method.getName().startsWith("delete");
    if (changes.get() < 0 || (changing && changes.getAndDecrement() == 0)) {
      throw new Death();
    }
    try {
      return method.invoke(behind, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
