package io.penstock.catalog.persistence;

import io.penstock.contracts.fingerprint.Fingerprint;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of a native query, by column from 0. */
public final class Cells {
  private final @Nullable Object[] values;

  private Cells(@Nullable Object[] values) {
    this.values = values;
  }

  /** Takes a row as Hibernate gives it: an array, or the value itself if there is one column. */
  public static Cells of(@Nullable Object row) {
    return new Cells(row instanceof Object[] several ? several : new @Nullable Object[] {row});
  }

  public String text(int column) {
    return (String) required(column);
  }

  public Optional<String> optionalText(int column) {
    return Optional.ofNullable((String) values[column]);
  }

  public long number(int column) {
    return ((Number) required(column)).longValue();
  }

  public int integer(int column) {
    return Math.toIntExact(number(column));
  }

  public Optional<Long> optionalNumber(int column) {
    return Optional.ofNullable((Number) values[column]).map(Number::longValue);
  }

  public boolean flag(int column) {
    return (Boolean) required(column);
  }

  public Instant instant(int column) {
    return instantOf(required(column));
  }

  public Optional<Instant> optionalInstant(int column) {
    return Optional.ofNullable(values[column]).map(Cells::instantOf);
  }

  /** A fingerprint from its count and sum in two columns, both null for no rows. */
  public Fingerprint fingerprint(int rows, int sum) {
    return FingerprintColumns.fingerprint((Number) values[rows], (Number) values[sum]);
  }

  private Object required(int column) {
    return Objects.requireNonNull(values[column], () -> "column " + column + " is null");
  }

  private static Instant instantOf(Object value) {
    return switch (value) {
      case Instant instant -> instant;
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime utc -> utc.toInstant(ZoneOffset.UTC);
      default -> throw new IllegalStateException("not a time: " + value.getClass());
    };
  }
}
