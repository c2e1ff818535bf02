/** Sources and what Kafka's metadata says about their topics. */
@NullMarked
package io.penstock.catalog.source;

import org.jspecify.annotations.NullMarked;
