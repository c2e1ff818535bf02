/** What time an event says it happened, read from the text that carries it. */
@NullMarked
package io.penstock.ingest.eventtime;

import org.jspecify.annotations.NullMarked;
