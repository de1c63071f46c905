/** JMH benchmarks; each asserts its answer before it is timed. */
@NullMarked
package org.paisaje.bench;

import org.jspecify.annotations.NullMarked;
