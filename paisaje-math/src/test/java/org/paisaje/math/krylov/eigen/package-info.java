@NullMarked
package org.paisaje.math.krylov.eigen;

import org.jspecify.annotations.NullMarked;
