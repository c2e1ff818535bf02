package io.penstock.contracts.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;
import java.time.Instant;

/** A registered version of an expectation suite. */
public record SuiteDescription(
    SuiteName name, int version, Sha256 sha256, Instant registeredAt, JsonNode suite) {}
