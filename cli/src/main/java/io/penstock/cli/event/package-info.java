/** Events into Kafka. */
@NullMarked
package io.penstock.cli.event;

import org.jspecify.annotations.NullMarked;
