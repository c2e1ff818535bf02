package io.penstock.contracts.build;

import io.penstock.contracts.layout.StoredObject;

/** A Parquet object that a step wrote, and how many rows it holds. */
public record StagedFile(StoredObject object, long rows) {}
