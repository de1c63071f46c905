@NullMarked
package org.paisaje.math.krylov.trace;

import org.jspecify.annotations.NullMarked;
