@NullMarked
package org.paisaje.math.linalg;

import org.jspecify.annotations.NullMarked;
