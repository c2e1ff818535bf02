package io.penstock.catalog.iceberg;

import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Table operations of one attempt. A commit only replaces the metadata in memory: several updates
 * end in one metadata file, and the pointer to it is moved by the catalog's transaction.
 */
final class StagedOperations implements TableOperations {
  private final StoreFileIO io;
  private TableMetadata current;

  StagedOperations(StoreFileIO io, TableMetadata base) {
    this.io = io;
    this.current = base;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // The contract of commit speaks of the very same base.
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != current) {
      throw new IllegalStateException("an attempt has one author");
    }
    current = metadata;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return current.location() + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
