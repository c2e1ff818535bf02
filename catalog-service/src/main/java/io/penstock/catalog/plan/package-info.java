/** What is due, and the plans of the builds that make it. */
@NullMarked
package io.penstock.catalog.plan;

import org.jspecify.annotations.NullMarked;
