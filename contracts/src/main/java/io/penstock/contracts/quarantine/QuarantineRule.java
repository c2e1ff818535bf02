package io.penstock.contracts.quarantine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What a row broke: an expectation of a suite, or the schema.
 *
 * @param index the expectation's place in its suite, from 0; absent for the schema
 * @param type the expectation's type, or {@code schema}
 * @param subject the columns that the expectation looks at; empty for the schema
 */
public record QuarantineRule(Optional<Integer> index, String type, String subject) {
  /** The type of what is no expectation: the row is no event of the pipeline's schema. */
  public static final String SCHEMA = "schema";

  /** How people name it: {@code schema}, {@code expect_column_values_to_be_between(delay)}. */
  @JsonProperty
  public String name() {
    return subject.isEmpty() ? type : type + "(" + subject + ")";
  }

  /** Whether a person who writes this means it: the name or the type. */
  public boolean matches(String text) {
    return text.equals(type) || text.equals(name());
  }
}
