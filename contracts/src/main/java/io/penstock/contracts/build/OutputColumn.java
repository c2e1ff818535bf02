package io.penstock.contracts.build;

/**
 * A column of the output.
 *
 * @param name its name
 * @param type its Iceberg type, such as {@code timestamptz} or {@code decimal(10, 2)}
 */
public record OutputColumn(String name, String type) {}
