/** Units and networks of ReLUs that give nothing. */
@NullMarked
package org.paisaje.theory.dynamics.dead;

import org.jspecify.annotations.NullMarked;
