@NullMarked
package io.penstock.catalog.outbox;

import org.jspecify.annotations.NullMarked;
