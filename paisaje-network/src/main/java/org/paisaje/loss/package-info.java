/** Losses of outputs against targets, with gradient and curvature in the outputs. */
@NullMarked
package org.paisaje.loss;

import org.jspecify.annotations.NullMarked;
