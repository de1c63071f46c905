@NullMarked
package org.paisaje.math.krylov.function;

import org.jspecify.annotations.NullMarked;
