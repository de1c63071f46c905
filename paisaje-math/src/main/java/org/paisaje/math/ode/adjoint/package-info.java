/** Gradients of a loss of the end with respect to what a differential equation starts from and depends on. */
@NullMarked
package org.paisaje.math.ode.adjoint;

import org.jspecify.annotations.NullMarked;
