/** Numerical foundation: everything that knows nothing about networks. */
@NullMarked
package org.paisaje.math;

import org.jspecify.annotations.NullMarked;
