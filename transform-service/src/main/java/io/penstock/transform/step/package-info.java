/** The steps conform and transform as activities: objects in, objects out. */
@NullMarked
package io.penstock.transform.step;

import org.jspecify.annotations.NullMarked;
