/**
 * Landing: reads topics and makes their records batches of the catalog, each exactly once. See
 * docs/adr/0003-landing-reads-kafka-directly.md.
 */
@NullMarked
package io.penstock.ingest.landing;

import org.jspecify.annotations.NullMarked;
