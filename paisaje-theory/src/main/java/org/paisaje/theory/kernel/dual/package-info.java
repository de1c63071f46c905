/** Dual activations: expectations of products of activations of two correlated Gaussian variables. */
@NullMarked
package org.paisaje.theory.kernel.dual;

import org.jspecify.annotations.NullMarked;
