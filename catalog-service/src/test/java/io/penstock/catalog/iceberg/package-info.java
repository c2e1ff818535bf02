@NullMarked
package io.penstock.catalog.iceberg;

import org.jspecify.annotations.NullMarked;
