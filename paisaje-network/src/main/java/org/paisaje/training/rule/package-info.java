/** First-order rules: gradient descent, momentum, Adam and their like. */
@NullMarked
package org.paisaje.training.rule;

import org.jspecify.annotations.NullMarked;
