/** Derivatives, training of wide and narrow networks, and reading of files. */
@NullMarked
package org.paisaje.bench.training;

import org.jspecify.annotations.NullMarked;
