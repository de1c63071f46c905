/** Elementwise special functions on slices and vector lanes, with stated errors and bitwise reproducible results. */
@NullMarked
package org.paisaje.math.special;

import org.jspecify.annotations.NullMarked;
