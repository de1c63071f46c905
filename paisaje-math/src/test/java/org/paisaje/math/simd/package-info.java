@NullMarked
package org.paisaje.math.simd;

import org.jspecify.annotations.NullMarked;
