/** Tests of runs beside others. */
@NullMarked
package org.paisaje.study.explain.baseline;

import org.jspecify.annotations.NullMarked;
