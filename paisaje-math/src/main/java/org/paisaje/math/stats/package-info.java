/** Intervals, tests, fits and running moments. */
@NullMarked
package org.paisaje.math.stats;

import org.jspecify.annotations.NullMarked;
