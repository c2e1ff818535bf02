package io.penstock.contracts.build;

import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;

/** Which version of which suite. */
public record SuiteReference(SuiteName name, int version, Sha256 sha256) {}
