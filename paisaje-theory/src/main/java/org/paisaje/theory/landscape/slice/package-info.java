/** The loss on lines and planes through parameter space, and how rugged it is there. */
@NullMarked
package org.paisaje.theory.landscape.slice;

import org.jspecify.annotations.NullMarked;
