package io.penstock.contracts.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items up to {@code limit} items
 * @param next pass it as {@code after} for the next part; absent on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
