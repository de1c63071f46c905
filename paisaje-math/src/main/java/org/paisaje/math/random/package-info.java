/** Named, splittable sources of randomness. */
@NullMarked
package org.paisaje.math.random;

import org.jspecify.annotations.NullMarked;
