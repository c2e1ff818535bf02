/** How the contract types are written as JSON. */
@NullMarked
package io.penstock.contracts.json;

import org.jspecify.annotations.NullMarked;
