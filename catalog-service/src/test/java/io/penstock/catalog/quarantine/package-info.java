@NullMarked
package io.penstock.catalog.quarantine;

import org.jspecify.annotations.NullMarked;
