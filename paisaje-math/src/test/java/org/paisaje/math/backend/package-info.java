@NullMarked
package org.paisaje.math.backend;

import org.jspecify.annotations.NullMarked;
