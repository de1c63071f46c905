/** Critical points of a risk: found from many starts, certified, told apart up to symmetries, and their indices. */
@NullMarked
package org.paisaje.theory.landscape.critical;

import org.jspecify.annotations.NullMarked;
