/** How signals, their correlations and gradients go through random layers: exact expectations in wide ones. */
@NullMarked
package org.paisaje.theory.dynamics.signal;

import org.jspecify.annotations.NullMarked;
