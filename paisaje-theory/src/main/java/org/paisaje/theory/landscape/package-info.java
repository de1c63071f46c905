/** Spectra of the Hessian, sharpness, critical points and what the shape of the risk says about descent. */
@NullMarked
package org.paisaje.theory.landscape;

import org.jspecify.annotations.NullMarked;
