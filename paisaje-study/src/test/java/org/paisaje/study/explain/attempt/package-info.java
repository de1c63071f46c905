/** Tests of what a run is made of. */
@NullMarked
package org.paisaje.study.explain.attempt;

import org.jspecify.annotations.NullMarked;
