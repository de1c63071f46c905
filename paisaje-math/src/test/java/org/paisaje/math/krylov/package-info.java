@NullMarked
package org.paisaje.math.krylov;

import org.jspecify.annotations.NullMarked;
