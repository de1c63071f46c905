@NullMarked
package org.paisaje.math.random;

import org.jspecify.annotations.NullMarked;
