/**
 * Integrators for y' = f(t, y) on flat state vectors, with dense output, events and adjoints. A failure is a value, see
 * {@link org.paisaje.math.ode.Outcome}.
 */
@NullMarked
package org.paisaje.math.ode;

import org.jspecify.annotations.NullMarked;
