package io.penstock.lake.engine;

/**
 * A column of a query's result.
 *
 * @param name its name, which any text can be
 * @param type DuckDB's name of its type, such as {@code DECIMAL(10,2)}
 */
public record Column(String name, String type) {}
