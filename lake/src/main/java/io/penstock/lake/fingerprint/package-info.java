/** Row hashes, their sums, and the content hash of a version. */
@NullMarked
package io.penstock.lake.fingerprint;

import org.jspecify.annotations.NullMarked;
