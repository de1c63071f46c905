/**
 * Tangent kernels: the infinitely wide limits (NNGP and NTK) of the networks of {@code org.paisaje.network}, the
 * empirical tangent kernel of a finite one, the training dynamics that a frozen kernel predicts, the network expanded in
 * theta, and how far training stays linear.
 */
@NullMarked
package org.paisaje.theory.kernel;

import org.jspecify.annotations.NullMarked;
