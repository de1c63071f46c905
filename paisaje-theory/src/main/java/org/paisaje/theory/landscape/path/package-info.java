/** Curves between parameter vectors, the loss along them, and curves on which it is low or zero. */
@NullMarked
package org.paisaje.theory.landscape.path;

import org.jspecify.annotations.NullMarked;
