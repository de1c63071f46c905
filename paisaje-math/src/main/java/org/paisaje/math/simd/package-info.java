/** The one place that knows whether the Vector API is there: loops over slices of arrays by vectors or plain. */
@NullMarked
package org.paisaje.math.simd;

import org.jspecify.annotations.NullMarked;
