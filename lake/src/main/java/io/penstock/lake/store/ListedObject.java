package io.penstock.lake.store;

import io.penstock.contracts.layout.ObjectKey;
import java.time.Instant;

/**
 * An object as a listing shows it.
 *
 * @param key where it stands
 * @param bytes its length
 * @param lastModified when it was stored, by the store's clock
 */
public record ListedObject(ObjectKey key, long bytes, Instant lastModified) {}
