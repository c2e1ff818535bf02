package io.penstock.contracts.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;

/**
 * A version of an expectation suite, as a build uses it.
 *
 * @param name its name
 * @param version its version in the catalog, from 1
 * @param sha256 digest of its JSON text as it was registered
 * @param suite the suite in the JSON form of Great Expectations 1.x
 */
public record BoundSuite(SuiteName name, int version, Sha256 sha256, JsonNode suite) {}
