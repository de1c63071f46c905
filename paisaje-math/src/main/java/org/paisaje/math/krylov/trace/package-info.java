/** Stochastic estimates of traces, diagonals and spectral densities, with confidence intervals. */
@NullMarked
package org.paisaje.math.krylov.trace;

import org.jspecify.annotations.NullMarked;
