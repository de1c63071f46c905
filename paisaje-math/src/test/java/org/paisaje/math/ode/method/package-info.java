@NullMarked
package org.paisaje.math.ode.method;

import org.jspecify.annotations.NullMarked;
