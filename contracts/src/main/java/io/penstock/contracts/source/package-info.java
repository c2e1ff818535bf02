/** What ingest and the catalog say to each other about a source. */
@NullMarked
package io.penstock.contracts.source;

import org.jspecify.annotations.NullMarked;
