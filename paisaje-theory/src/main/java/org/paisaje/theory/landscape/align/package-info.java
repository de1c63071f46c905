/** Symmetries of networks, and bringing one network to the parameters of another by them. */
@NullMarked
package org.paisaje.theory.landscape.align;

import org.jspecify.annotations.NullMarked;
