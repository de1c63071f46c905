@NullMarked
package org.paisaje.math.ode;

import org.jspecify.annotations.NullMarked;
