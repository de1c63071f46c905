@NullMarked
package org.paisaje.math.krylov.system;

import org.jspecify.annotations.NullMarked;
