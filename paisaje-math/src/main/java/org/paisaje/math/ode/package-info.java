/**
 * Integrators for y' = f(t, y) on flat state vectors: one contract ({@link org.paisaje.math.ode.Integrator}), one step control
 * ({@link org.paisaje.math.ode.Controller}), dense output, events, adjoints. A failure is a value, see
 * {@link org.paisaje.math.ode.OdeOutcome}.
 */
@NullMarked
package org.paisaje.math.ode;

import org.jspecify.annotations.NullMarked;
