/** Data sets that have a name: the two that come with the program, and those drawn from distributions. */
@NullMarked
package org.paisaje.data.builtin;

import org.jspecify.annotations.NullMarked;
