/** What memory holds: sizes multiplied exactly, what fits, where cache lines begin. */
@NullMarked
package org.paisaje.math.memory;

import org.jspecify.annotations.NullMarked;
