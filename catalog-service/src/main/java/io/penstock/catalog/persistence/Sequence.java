package io.penstock.catalog.persistence;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.function.Function;

/** Does one thing after the other, as a session demands. */
public final class Sequence {
  private Sequence() {}

  /** Does the action for every item, in order; the next starts when the one before is done. */
  public static <T> Uni<Void> each(Collection<T> items, Function<T, Uni<Void>> action) {
    return Multi.createFrom()
        .iterable(items)
        .onItem()
        .transformToUniAndConcatenate(action::apply)
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
