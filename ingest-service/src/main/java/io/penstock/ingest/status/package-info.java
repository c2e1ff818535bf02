/** What ingest is doing, for people. */
@NullMarked
package io.penstock.ingest.status;

import org.jspecify.annotations.NullMarked;
