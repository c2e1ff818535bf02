@NullMarked
package io.penstock.catalog.audit;

import org.jspecify.annotations.NullMarked;
