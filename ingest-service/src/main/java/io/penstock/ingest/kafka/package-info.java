/** What ingest needs of Kafka besides records: clients, metadata, ends of logs. */
@NullMarked
package io.penstock.ingest.kafka;

import org.jspecify.annotations.NullMarked;
