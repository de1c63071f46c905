/** Tests of the losses. */
@NullMarked
package org.paisaje.loss;

import org.jspecify.annotations.NullMarked;
