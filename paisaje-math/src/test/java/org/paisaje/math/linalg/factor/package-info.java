@NullMarked
package org.paisaje.math.linalg.factor;

import org.jspecify.annotations.NullMarked;
