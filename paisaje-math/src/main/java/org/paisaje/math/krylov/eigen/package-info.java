/** Extreme eigenvalues of symmetric operators and singular triplets of rectangular ones, with error bounds. */
@NullMarked
package org.paisaje.math.krylov.eigen;

import org.jspecify.annotations.NullMarked;
