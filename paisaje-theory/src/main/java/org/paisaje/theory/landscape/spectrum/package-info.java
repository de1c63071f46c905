/** The spectrum of a curvature matrix: all eigenvalues or the ends, density, trace, rank, blocks, and checks of each. */
@NullMarked
package org.paisaje.theory.landscape.spectrum;

import org.jspecify.annotations.NullMarked;
