/**
 * Tangent kernels: the infinitely wide limits (NNGP and NTK) of the networks of {@code org.paisaje.network}, the
 * empirical tangent kernel of a finite one, the training dynamics that a frozen kernel predicts, and the linearised
 * network.
 */
@NullMarked
package org.paisaje.theory.kernel;

import org.jspecify.annotations.NullMarked;
