/** Test support: a catalog in memory, an ingest without Quarkus, topics. */
package io.penstock.ingest.testing;
