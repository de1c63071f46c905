/** The methods for ordinary differential equations, each an {@link org.paisaje.math.ode.Integrator} with its stepper. */
@NullMarked
package org.paisaje.math.ode.method;

import org.jspecify.annotations.NullMarked;
