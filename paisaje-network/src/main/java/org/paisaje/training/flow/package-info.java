/** Gradient flow: the differential equation that gradient descent follows as the step goes to zero. */
@NullMarked
package org.paisaje.training.flow;

import org.jspecify.annotations.NullMarked;
