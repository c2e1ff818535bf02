/** Where an object stands in the bucket. */
@NullMarked
package io.penstock.contracts.layout;

import org.jspecify.annotations.NullMarked;
