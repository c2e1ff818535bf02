package io.penstock.catalog.persistence;

import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists in parts: at most {@code limit} items after a cursor, which is a sort key of the list. */
public final class Paging {
  /** The most items in one answer. */
  public static final int LIMIT_MAX = 1000;

  private Paging() {}

  /**
   * How many rows to ask for: one more than the page holds, which tells whether there is a next
   * one.
   *
   * @throws PenstockException USER {@code bad-limit}
   */
  public static int fetch(int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw PenstockException.user(
          "bad-limit", "limit is from 1 to %d, but is %d".formatted(LIMIT_MAX, limit));
    }
    return limit + 1;
  }

  /** A page of what was {@linkplain #fetch fetched}. */
  public static <T> Page<T> page(List<T> fetched, int limit, Function<T, String> cursor) {
    if (fetched.size() <= limit) {
      return new Page<>(fetched, Optional.empty());
    }
    List<T> items = fetched.subList(0, limit);
    return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
  }

  /**
   * Reads a cursor that is a number.
   *
   * @throws PenstockException USER {@code bad-cursor}
   */
  public static long numberAfter(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw PenstockException.user(
          "bad-cursor", "'%s' is no cursor: pass 'next' of the page before".formatted(after), e);
    }
  }
}
