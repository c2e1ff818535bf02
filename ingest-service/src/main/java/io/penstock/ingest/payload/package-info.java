/** What a record's payload is, and when its event happened. */
@NullMarked
package io.penstock.ingest.payload;

import org.jspecify.annotations.NullMarked;
