/** The cases with known causes by which explanations are judged. */
@NullMarked
package org.paisaje.bench.explain;

import org.jspecify.annotations.NullMarked;
