/** Newton, Gauss-Newton and Levenberg-Marquardt. */
@NullMarked
package org.paisaje.training.second;

import org.jspecify.annotations.NullMarked;
