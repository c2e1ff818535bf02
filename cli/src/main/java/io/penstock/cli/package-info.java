/** The command line. It uses public doors only: REST, Kafka, the store and Temporal. */
@NullMarked
package io.penstock.cli;

import org.jspecify.annotations.NullMarked;
