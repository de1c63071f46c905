/** The study {@code spectrum}: a curvature matrix of given weights, or along a training run. */
@NullMarked
package org.paisaje.study.spectrum;

import org.jspecify.annotations.NullMarked;
