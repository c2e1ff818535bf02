/** How far event time has come, and which windows that closes. */
@NullMarked
package io.penstock.catalog.watermark;

import org.jspecify.annotations.NullMarked;
