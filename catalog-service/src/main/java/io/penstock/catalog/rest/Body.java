package io.penstock.catalog.rest;

import io.penstock.contracts.failure.PenstockException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request's body is there and whole. Jackson leaves null what is missing; contract
 * records say with {@link Optional} what may be.
 */
public final class Body {
  private Body() {}

  /**
   * The body, if nothing is missing in it.
   *
   * @throws PenstockException USER {@code incomplete-body}, which names the missing field
   */
  public static <T> T whole(@Nullable T body) {
    if (body == null) {
      throw PenstockException.user("incomplete-body", "The request needs a JSON body.");
    }
    check(body, "");
    return body;
  }

  private static void check(@Nullable Object value, String path) {
    switch (value) {
      case null ->
          throw PenstockException.user("incomplete-body", "The body lacks '%s'.".formatted(path));
      case Optional<?> optional -> optional.ifPresent(present -> check(present, path));
      case Map<?, ?> map -> map.forEach((key, entry) -> check(entry, path + "." + key));
      case Iterable<?> items -> {
        int index = 0;
        for (Object item : items) {
          check(item, path + "[" + index++ + "]");
        }
      }
      case Record fields -> checkFields(fields, path);
      default -> {}
    }
  }

  private static void checkFields(Record fields, String path) {
    for (RecordComponent component : fields.getClass().getRecordComponents()) {
      check(
          read(fields, component),
          path.isEmpty() ? component.getName() : path + "." + component.getName());
    }
  }

  private static @Nullable Object read(Record fields, RecordComponent component) {
    try {
      return component.getAccessor().invoke(fields);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
