@NullMarked
package org.paisaje.math.special;

import org.jspecify.annotations.NullMarked;
