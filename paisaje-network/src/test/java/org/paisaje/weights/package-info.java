@NullMarked
package org.paisaje.weights;

import org.jspecify.annotations.NullMarked;
