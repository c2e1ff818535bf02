/** Count and sum of row hashes: how sets of rows are compared. */
@NullMarked
package io.penstock.contracts.fingerprint;

import org.jspecify.annotations.NullMarked;
