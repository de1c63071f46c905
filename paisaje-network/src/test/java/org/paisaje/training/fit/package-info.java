@NullMarked
package org.paisaje.training.fit;

import org.jspecify.annotations.NullMarked;
