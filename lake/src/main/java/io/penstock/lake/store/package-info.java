/** Objects in S3: atomic, immutable, verified by their SHA-256. */
@NullMarked
package io.penstock.lake.store;

import org.jspecify.annotations.NullMarked;
