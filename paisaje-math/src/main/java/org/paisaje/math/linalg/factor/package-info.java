/** Factorisations of dense matrices and what is solved with them. */
@NullMarked
package org.paisaje.math.linalg.factor;

import org.jspecify.annotations.NullMarked;
