package io.penstock.contracts.build;

/**
 * What computes a build: part of its identity, so that an upgrade makes a new build.
 *
 * @param duckdb version of the engine
 * @param outputRevision raised by us whenever the same inputs give other bytes
 * @param settings the session settings that can change bytes, in one line
 */
public record EngineIdentity(String duckdb, int outputRevision, String settings) {}
