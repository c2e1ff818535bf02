/** The JSON settings of the contract for Quarkus. */
@NullMarked
package io.penstock.runtime.json;

import org.jspecify.annotations.NullMarked;
