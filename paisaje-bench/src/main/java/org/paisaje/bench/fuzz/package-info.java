/** Damaged inputs through the public readers and parsers. */
@NullMarked
package org.paisaje.bench.fuzz;

import org.jspecify.annotations.NullMarked;
